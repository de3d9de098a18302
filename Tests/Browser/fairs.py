"""A fair from its making to the public page, in parts on two days: `FairJourneyTests` runs one after the other.

preparing: an officer makes a fair, imports its plan, declares terms and opens it; an establishment asks for booths on a phone.
sharing:   the officer looks at the sharing out and does it, the establishment confirms, the public page shows it.
"""

import re

from harness import DESK, Journey, expect, fill, send

FAIR, MAKER = "Hội chợ hàng công nghiệp nông thôn Xuân 2026", "Hợp tác xã Gốm Tự Tâm"


def recorded(page):
    expect(page.locator("main")).to_contain_text("Đã ghi nhận")


def preparing(journey):
    password = journey.data["password"]
    desk = journey.window(width=DESK)
    journey.sign_in(desk, "can.bo", password, next="/desk")
    desk.locator("main a[href='/desk/fairs']").click()
    desk.wait_for_url("**/desk/fairs")
    journey.look(desk, "fairs-none")
    desk.locator("main a[href='/desk/fairs/new']").click()
    desk.wait_for_url("**/desk/fairs/new")
    send(desk)
    expect(desk.locator(".errors")).to_contain_text("Tên hội chợ")
    journey.look(desk, "fair-new-wrong")
    fill(
        desk, name=FAIR, organiser="19", venue="Quảng trường Võ Nguyên Giáp", first="10/12/2026", last="14/12/2026",
        set_up="08/12/2026",
    )
    send(desk)
    desk.wait_for_url(re.compile(r"/desk/fairs/\d+\?done=1"))
    fair = re.search(r"/desk/fairs/\d+", desk.url).group(0)
    expect(desk.locator(".next")).to_contain_text("chưa có gian hàng")
    journey.look(desk, "fair-planned")

    journey.goto(desk, f"{fair}/import")
    journey.look(desk, "fair-import")
    desk.set_input_files("#file", journey.data["plan"])
    send(desk)
    expect(desk.locator("main")).to_contain_text("Chưa có gì được ghi")
    journey.look(desk, "fair-import-preview")
    send(desk)
    recorded(desk)
    journey.look(desk, "fair-plan-free")
    for path, name, values in [
        ("quotas/new", "quota", {"province_code": "19", "booths": "10"}),
        ("terms", "terms", {"requests_until": "21/11/2026", "seed": "Giải đặc biệt 21/11", "points_provincial": "10"}),
        ("open", "open", {}),
    ]:
        journey.goto(desk, f"{fair}/{path}")
        journey.look(desk, f"fair-{name}-form")
        fill(desk, **values)
        send(desk)
        recorded(desk)
    journey.goto(desk, fair)
    journey.look(desk, "fair-open")

    # what is mended of an announced fair is seen by everybody, with the reason
    journey.goto(desk, f"{fair}/edit")
    journey.look(desk, "fair-edit")
    fill(desk, last="15/12/2026")
    send(desk)
    expect(desk.locator(".errors")).to_contain_text("ghi lý do sửa")
    journey.look(desk, "fair-edit-wrong")
    fill(desk, reason="Thêm một ngày theo đề nghị của các cơ sở")
    send(desk)
    recorded(desk)
    journey.goto(desk, fair.replace("/desk", ""))
    expect(desk.locator("main")).to_contain_text("Thêm một ngày theo đề nghị của các cơ sở")
    journey.look(desk, "fair-public-changed")

    # an establishment asks on a phone
    phone = journey.window()
    journey.sign_in(phone, "chu", password, next="/account")
    journey.goto(phone, "/mine")
    phone.locator("main a", has_text=FAIR).click()
    phone.wait_for_url("**/booths/**")
    fill(phone, booths="2", group="handicraft")
    phone.check("[name=adjacent]")
    journey.look(phone, "fair-ask")
    send(phone)
    expect(phone.locator("[role=status]")).to_contain_text("Đã gửi đăng ký gian hàng")

    journey.goto(desk, f"{fair}/requests/new")
    journey.look(desk, "fair-request-form")
    fill(desk, tenant_kind="department", tenant_name="Sở Công Thương", booths="1")
    send(desk)
    recorded(desk)
    expect(desk.locator("main")).to_contain_text(MAKER)
    journey.look(desk, "fair-requests")
    journey.goto(desk, f"{fair}/allocate")
    fill(desk, until="30/11/2026")
    send(desk)
    expect(desk.locator("main")).to_contain_text("chỉ là chạy thử")
    journey.look(desk, "fair-allocate-trial")


def sharing(journey):
    password, fair = journey.data["password"], f"/desk/fairs/{journey.data['fair']}"
    desk = journey.window(width=DESK)
    journey.sign_in(desk, "can.bo", password, next="/desk")
    expect(desk.locator("main")).to_contain_text("2 đăng ký chờ phân bổ")
    journey.look(desk, "desk-with-fair")
    journey.goto(desk, f"{fair}/runs")
    desk.locator("main a", has_text="Xem trước và phân bổ").click()
    desk.wait_for_url("**/allocate")
    fill(desk, until="30/11/2026")
    journey.look(desk, "fair-allocate-form")
    send(desk)
    expect(desk.locator("main")).to_contain_text("Ai được gì, vì sao")
    expect(desk.locator("main")).to_contain_text(MAKER)
    journey.look(desk, "fair-allocate-preview")
    desk.locator("main button.act-button", has_text="Phân bổ").click()
    desk.wait_for_url("**/runs/**")
    recorded(desk)
    journey.look(desk, "fair-run")

    # the establishment confirms on a phone, without scripts
    phone = journey.window(scripts=False)
    looked = journey.window()
    journey.sign_in(looked, "chu", password, next="/account")
    journey.goto(looked, "/mine")
    expect(looked.locator(".waiting")).to_contain_text("trước khi hết ngày 30/11/2026")
    journey.look(looked, "mine-held")
    looked.locator(".waiting a").first.click()
    looked.wait_for_url("**/confirm")
    journey.look(looked, "mine-confirm")
    journey.sign_in(phone, "chu", password, next="/account")
    journey.goto(phone, journey.path(looked))
    send(phone)
    phone.wait_for_url("**done=confirmed")
    expect(phone.locator("[role=status]")).to_contain_text("Đã xác nhận gian hàng")
    journey.goto(looked, "/mine")
    journey.look(looked, "mine-confirmed")

    anybody = journey.window()
    journey.goto(anybody, f"/fairs/{journey.data['fair']}")
    expect(anybody.locator("#danh-sach")).to_contain_text(MAKER)

    # the officer sees it, holds a booth for somebody, and reads what is left
    journey.goto(desk, f"{fair}/hold?booth=B03")
    fill(desk, kind="sponsor", tenant="Ngân hàng Mẫu", until="28/11/2026")
    journey.look(desk, "fair-hold-form")
    send(desk)
    expect(desk.locator("main")).to_contain_text("Bên thuê trả")
    journey.look(desk, "fair-hold-preview")
    send(desk)
    recorded(desk)
    journey.look(desk, "fair-booths")
    desk.locator("main a", has_text="Chuyển gian").first.click()
    desk.wait_for_url("**/move")
    journey.look(desk, "fair-move-form")
    journey.goto(desk, f"{fair}/plan")
    expect(desk.locator("table")).to_contain_text("giữ chỗ đến hết ngày 28/11/2026")
    desk.locator(".plan a").first.click()
    desk.wait_for_url("**#gian-1")
    journey.look(desk, "fair-plan")
    for part in [
        "", "plan?color=province", "quotas", "requests", "requests/1", "runs", "waiting", "waiting/offer", "contracts",
        "counts", "plan/history?booth=A01", "history", "cancel", "close", "grid",
    ]:
        journey.goto(desk, f"{fair}/{part}".rstrip("/"))
        journey.look(desk, "fair-desk-" + (re.sub(r"\W+", "-", part) or "tasks"))
    for path in ["/desk/fairs", "/desk/fairs/counts", "/desk/fairs/funding", "/desk/fairs/history?establishment=1"]:
        journey.goto(desk, path)
        journey.look(desk, re.sub(r"\W+", "-", path.strip("/")))
    night = journey.window(width=DESK, dark=True)
    journey.sign_in(night, "can.bo", password, next=f"{fair}/plan")
    journey.look(night, "fair-plan-dark")


with Journey() as journey:
    {"preparing": preparing, "sharing": sharing}[journey.data["part"]](journey)
