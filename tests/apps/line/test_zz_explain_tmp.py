import re, time
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jieting.apps.accounts.roles import Role
from jieting.apps.line.models import *
from jieting.apps.calls.models import Call as Kept
from tests.apps.line.lines import *
from tests.apps.line.test_survey import keep_answered
pytestmark = pytest.mark.django_db
BIG = ("calls_call","line_linecall","line_callback","line_command","line_linefinding","line_fact","line_gap")

def insert(model, **over):
    """copy of the only row, many times"""
    cols=[f.column for f in model._meta.concrete_fields if f.column!="id"]
    return cols

def many(cur, model, n, **over):
    t=model._meta.db_table
    row=model.objects.order_by("pk").first()
    cols=[f.column for f in model._meta.concrete_fields if f.column!="id"]
    sel=", ".join(over.get(c, f't."{c}"') for c in cols)
    names=", ".join(f'"{c}"' for c in cols)
    cur.execute(f'INSERT INTO {t} ({names}) SELECT {sel} FROM (SELECT * FROM {t} WHERE id=%s) t, generate_series(1,{n}) g', [row.pk])

def test_it(world):
    make_plan(); make_switch()
    keep_answered(0,1)
    now=to_instant(timezone.now())
    step=f"{now} - g::bigint*150000000"
    C="(CASE WHEN g%3=0 THEN 'post-loan' ELSE 'ningde-12123' END)"
    cb = make_call_back(); make_seat("Anna"); make_seat("Sun", wanted="paused")
    LineFinding.objects.create(contract_id=NINGDE, system=SYSTEM,key="k",code="c",call="x",found={"code":"c","what":["a",{}]},first_at=AT,last_at=AT,settled_at=AT)
    Command.objects.create(contract_id=NINGDE,kind="queue_add",arguments={"seat":1},asked_by_name="x",asked_at=AT,state="done")
    Gap.objects.create(system=SYSTEM,began_at=1,ended_at=2,cause="x")
    with connection.cursor() as cur:
        cur.execute("SET session_replication_role=replica")
        N=400000
        many(cur, Kept, N, contract_id=C, call_id="'b'||g", arrived_at=step, queued_at=step, answered_at=step, ended_at=f"{step}+60000000", caller_index="decode(md5((g%100000)::text),'hex')", outcome="(CASE WHEN g%5=0 THEN 'abandoned_in_queue' ELSE 'answered' END)")
        cur.execute("INSERT INTO line_linecall (contract_id,system,call,source,direction,arrived_at,stage,stage_at,queue,agent,over,kept,kept_digest,events,outcome,survey_key,counted,ended_by,rang_unanswered,holds,transfers,conferences,call_back_asked) SELECT contract_id,'jt1',call_id,'asterisk','inbound',arrived_at,'ended',ended_at,queue,agent,true,id,'','[]',outcome,'1',true,'caller',0,0,0,0,false FROM calls_call WHERE call_id LIKE 'b%'")
        many(cur, CallBack, 80000, contract_id=C, call="'c'||g", missed_at=step, number_index="decode(md5((g%30000)::text),'hex')", state="(ARRAY['reached','called_again','given_up'])[1+g%3]", changed_at="now() - g*interval '10 minutes'")
        many(cur, Command, 150000, contract_id=C, kind="(ARRAY['queue_add','queue_remove','hold','originate_call_back'])[1+g%4]", arguments="(ARRAY[jsonb_build_object('seat',g%200+10),jsonb_build_object('seat',g%200+10),jsonb_build_object('call','b'||g,'system','jt1'),jsonb_build_object('call_back',g+100)])[1+g%4]")
        many(cur, LineFinding, 30000, contract_id=C, key="'k'||g", call="'b'||g", last_at="now() - g*interval '20 minutes'")
        many(cur, Gap, 20000, began_at="g*10", ended_at="g*10+1")
        cur.execute("SET session_replication_role=origin")
        for t in BIG: cur.execute(f"ANALYZE {t}")
    for k in range(8):
        make_call(stage="queue")
        make_call_back(f"1380593120{k}")
        make_call_back(f"1380593121{k}", state="not_reached")
    call=make_call(stage="talk",agent="Anna")
    CallBack.objects.update
    seat=browser(world,Role.AGENT); sup=browser(world,Role.SUPERVISOR)
    LineFinding.objects.filter(contract_id=NINGDE).update(found={"code":"c","what":["a",{}],"why":["a",{}],"remedy":["a",{}],"place":["","",None,""],"severity":"error"}) if False else None
    pages=[(sup,"line_overview",()),(sup,"line_call_backs",()),(seat,"line_seat_call_backs",()),(seat,"line_seat",()),(sup,"line_seat",()),(sup,"line_survey",()),(sup,"line_call",(call.pk,)),(seat,"line_seat_call_back",(cb.pk,)),(sup,"line_plan",()),(sup,"line_emergency",()),(sup,"line_findings",())]
    out=open("/tmp/w/fixplan/explain.txt","w")
    for client,name,args in pages:
        url=reverse(name,args=[NINGDE,*args])
        try:
            client.get(url)
            t=time.time()
            with CaptureQueriesContext(connection) as q: r=client.get(url)
        except Exception as e:
            out.write(f"## {name} {type(e).__name__} {e}\n"); continue
        out.write(f"## {name} {r.status_code} {time.time()-t:.3f}s {len(q)} queries\n")
        for one in q.captured_queries:
            sql=one["sql"]
            if not any(b in sql for b in BIG) or not sql.lstrip().startswith(("SELECT","WITH")): continue
            with connection.cursor() as cur:
                try:
                    cur.execute("EXPLAIN ANALYZE "+sql.replace("%","%%") if False else "EXPLAIN ANALYZE "+sql)
                except Exception as e:
                    out.write(f"  !! {e}\n"); continue
                plan="\n".join(x for (x,) in cur.fetchall())
            ms=re.search(r"Execution Time: ([\d.]+)",plan).group(1)
            bad=[l.strip() for l in plan.splitlines() if "Seq Scan" in l and any(b in l for b in BIG)]
            out.write(f"  {ms} ms {'BAD '+str(bad) if bad else ''} {sql[:160]}\n")
            if bad or float(ms)>15: out.write(sql+"\n"+plan+"\n")
    out.close()
