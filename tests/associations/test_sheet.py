"""Reading a sheet: its words, its contacts, what is never shown."""


def test_a_member_reads_a_sheet(browser_of, outsider, amal):
    page = browser_of(outsider).get(f"/associations/{amal.id}")

    assert page.status_code == 200
    assert "Association Amal" in page.text
    assert '<bdi lang="ar">جمعية الأمل</bdi>' in page.text
