"""Which of the switch's modules are loaded: those that are needed, by name: ``modules.conf``."""

from __future__ import annotations

from jieting.switches.asterisk.render.ini import file
from jieting.switches.asterisk.render.settings import SwitchSettings

FIRST = ("res_sorcery_config", "res_sorcery_memory", "res_sorcery_astdb", "res_timing_timerfd")
NEEDED = (
    *FIRST,
    "res_pjproject",
    "res_pjsip",
    "res_pjsip_session",
    "res_pjsip_pubsub",
    "res_pjsip_sdp_rtp",
    "res_pjsip_authenticator_digest",
    "res_pjsip_outbound_authenticator_digest",
    "res_pjsip_outbound_registration",
    "res_pjsip_registrar",
    "res_pjsip_endpoint_identifier_ip",
    "res_pjsip_endpoint_identifier_user",
    "res_pjsip_caller_id",
    "res_pjsip_diversion",
    "res_pjsip_dlg_options",
    "res_pjsip_dtmf_info",
    "res_pjsip_empty_info",
    "res_pjsip_nat",
    "res_pjsip_path",
    "res_pjsip_refer",
    "res_pjsip_rfc3326",
    "res_pjsip_transport_websocket",
    "res_pjsip_logger",
    "res_pjsip_acl",
    "chan_pjsip",
    "res_crypto",
    "res_http_websocket",
    "res_rtp_asterisk",
    "res_srtp",
    "res_format_attr_opus",
    "res_musiconhold",
    "res_mutestream",
    "res_clioriginate",
    "pbx_config",
    "bridge_simple",
    "bridge_softmix",
    "bridge_native_rtp",
    "bridge_holding",
    "bridge_builtin_features",
    "bridge_builtin_interval_features",
    "app_celgenuserevent",
    "app_dial",
    "app_exec",
    "app_mixmonitor",
    "app_playback",
    "app_queue",
    "app_read",
    "app_stack",
    "app_userevent",
    "app_verbose",
    "func_callerid",
    "func_channel",
    "func_cut",
    "func_db",
    "func_dialplan",
    "func_env",
    "func_groupcount",
    "func_hangupcause",
    "func_logic",
    "func_pjsip_aor",
    "func_pjsip_contact",
    "func_pjsip_endpoint",
    "func_strings",
    "func_timeout",
    "func_uri",
    "res_cdrel_custom",
    "cel_custom",
    "codec_a_mu",
    "codec_alaw",
    "codec_ulaw",
    "codec_g722",
    "codec_gsm",
    "codec_resample",
    "codec_opus_open_source",
    "codec_opus",
    "format_gsm",
    "format_pcm",
    "format_sln",
    "format_wav",
)
"""What the product uses; ``autoload`` would bring some two hundred more, and their doors."""
OPTIONAL = frozenset(
    {
        "codec_opus",
        "codec_opus_open_source",
        "res_cdrel_custom",
        "res_clioriginate",
        "res_format_attr_opus",
        "res_pjsip_acl",
    }
)
"""Those that a switch may lack by its version or its makers; without opus a browser uses alaw."""


def modules(settings: SwitchSettings) -> str:
    """The modules to load, those that others stand on first."""
    there = settings.modules_there
    wanted = [name for name in NEEDED if name in there] if there is not None else sure()
    lines = ["[modules]", "autoload=no", *(f"load={name}.so" for name in wanted)]
    return file("\n".join(lines))


def sure() -> list[str]:
    """The modules that every switch has."""
    return [name for name in NEEDED if name not in OPTIONAL]


def missing(there: frozenset[str]) -> list[str]:
    """The modules that a switch must have and has not."""
    return [name for name in sure() if name not in there]
