def test_x(hotline):
    import pprint
    v = hotline.visits["is handed on by the page after asking"]
    open("/tmp/w/fixobs-visit.txt", "w").write(pprint.pformat(v) + "\n" + pprint.pformat(hotline.commands))
