"""The whole way of a product, in parts between which an office works at its machine: `MainPathJourneyTests` runs one after the other.

entering: an establishment registers, an officer confirms it and opens a round, the owner enters a product.
judging:  the officer seats council and panel, three judges mark, the round is closed and decided, certificates are issued.
result:   the officer publishes; the owner gets the PDF, a phone reads the code on it, and the public looks at all of it.
everywhere: every page that is not on the way, once.
"""

import os
import re
import subprocess
import tempfile

from harness import DESK, Journey, expect, fill, send

OWNER, MAKER, PRODUCT, ROUND = "gom.tu.tam", "Hộ kinh doanh Gốm Tự Tâm", "Bộ ấm chén men nâu", "Bình chọn cấp tỉnh 2026"
JUDGES = [("truong", "head", "Trần Thị Trưởng"), ("hoa", "judge", "Lê Văn Hoa"), ("nam", "judge", "Phạm Thị Nam")]


def leads(page, pattern):
    """Waits until the window is at an address of this pattern, and gives what its group holds."""
    page.wait_for_url(re.compile(pattern))
    return re.search(pattern, page.url).group(1)


def step(journey, page, address, name=None, **values):
    """A form of the round that needs no second look: opened, filled in and sent, after which the page says that it is recorded."""
    journey.goto(page, address)
    if name:
        journey.look(page, name)
    fill(page, **values)
    send(page)
    expect(page.locator("main")).to_contain_text("Đã ghi nhận")


def downloaded(page, link):
    """What a link gives to be saved: the name that it comes with, and its bytes."""
    with page.expect_download() as waiting:
        link.click()
    with open(waiting.value.path(), "rb") as file:
        return waiting.value.suggested_filename, file.read()


def code_on(paper):
    """What the QR code on a PDF says, read from the page as it is drawn."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "paper.pdf"), "wb") as file:
            file.write(paper)
        drawn = os.path.join(folder, "page")
        subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", file.name, drawn], check=True)
        read = subprocess.run(["zbarimg", "--quiet", "--raw", drawn + ".png"], check=True, capture_output=True, text=True)
        return read.stdout.strip()


def entering(journey):
    password = journey.data["password"]
    # a round to enter, made at a desk
    desk = journey.window(width=DESK)
    journey.sign_in(desk, "can.bo", password, next="/desk")
    journey.look(desk, "desk-empty")
    journey.goto(desk, "/desk/new-round")
    journey.look(desk, "new-round")
    send(desk)
    expect(desk.locator(".errors")).to_contain_text("Chưa ghi: Tên kỳ bình chọn")
    journey.look(desk, "new-round-wrong")
    fill(desk, level="provincial", organiser="19", name=ROUND, regulation="vbhn-46-2025")
    desk.set_input_files("#plan", journey.data["plan"])
    send(desk)
    round = leads(desk, r"/desk/rounds/(\d+)")
    journey.look(desk, "round-draft")
    step(journey, desk, f"/desk/rounds/{round}/open", "round-open-form")
    journey.look(desk, "round-open")

    # an establishment that nobody knows, on a phone
    phone = journey.window()
    journey.goto(phone, "/help")
    phone.locator("main a[href='/register']").click()
    phone.wait_for_url("**/register")
    journey.look(phone, "register")
    fill(phone, name=MAKER, commune_code="xã không có")
    send(phone)
    expect(phone.locator(".errors")).to_be_visible()
    expect(phone.locator("#name")).to_have_value(MAKER)
    journey.look(phone, "register-wrong")
    phone.locator(".errors a").first.click()
    fill(
        phone, legal_form="household", commune_code="05503", phone="0912 000 111", founded_on="20/11/2010",
        applicant_name="Nguyễn Thị Tâm", applicant_phone="0912000222", login=OWNER,
    )
    send(phone)
    phone.wait_for_url("**/registration/*")
    kept = journey.path(phone)
    expect(phone.locator(".badge")).to_contain_text("Đang chờ xác nhận")
    journey.look(phone, "registration-waiting")

    # the officer calls, and confirms
    journey.goto(desk, "/desk/registrations")
    journey.look(desk, "registrations")
    journey.goto(desk, "/desk")
    journey.look(desk, "desk-registration")
    desk.locator("main a", has_text=MAKER).first.click()
    leads(desk, r"/desk/registrations/(\d+)")
    journey.look(desk, "registration-review")
    send(desk)
    expect(desk.locator("main")).to_contain_text("/invitation/")
    journey.look(desk, "registration-confirmed")
    invitation = re.search(r"/invitation/[0-9A-Z]{52}", desk.locator("main").inner_text()).group(0)
    journey.goto(phone, kept)
    expect(phone.locator(".badge")).to_contain_text("Đã xác nhận")
    journey.look(phone, "registration-done")

    # the owner sets a password, and enters a product without any script
    owner = journey.window(scripts=False)
    journey.goto(phone, invitation)
    journey.look(phone, "invitation")
    journey.goto(owner, invitation)
    fill(owner, password=password, again=password)
    owner.press("#again", "Enter")
    owner.wait_for_url("**/sign-in**")
    journey.sign_in(owner, OWNER, password, next="/account")
    journey.sign_in(phone, OWNER, password, next="/account")
    journey.look(phone, "account")
    journey.goto(phone, "/mine")
    maker = leads(phone, r"/mine/(\d+)")
    journey.look(phone, "mine-new")
    journey.goto(phone, f"/mine/{maker}/products/new")
    journey.look(phone, "product-new")
    journey.goto(owner, f"/mine/{maker}/products/new")
    fill(owner, name=PRODUCT, group="handicraft", markets="Hà Nội\nHuế", price_vnd="1500000", description="Men tro, nung củi.")
    send(owner)
    product = leads(owner, r"/mine/products/(\d+)")
    journey.goto(phone, f"/mine/products/{product}/papers")
    journey.look(phone, "paper-new")
    journey.goto(owner, f"/mine/products/{product}/papers")
    fill(owner, kind="photo", title="Nhìn từ trước")
    owner.set_input_files("#file", journey.data["photo"])
    send(owner)
    owner.wait_for_url("**done=filed")
    journey.goto(phone, f"/mine/products/{product}")
    journey.look(phone, "mine-product")
    phone.locator("a.load", has_text="Đăng ký tham gia").click()
    leads(phone, r"/enter/(\d+)")
    journey.look(phone, "enter-round")
    send(phone)
    expect(phone.locator(".errors")).to_be_visible()
    journey.look(phone, "enter-round-wrong")
    phone.check("[name=lower_certificate][value=lower-round-not-held]")
    send(phone)
    phone.wait_for_url("**done=entered")
    journey.look(phone, "mine-product-entered")


def judging(journey):
    password, round = journey.data["password"], journey.data["round"]
    address = f"/desk/rounds/{round}"
    desk = journey.window(width=DESK)
    # without scripts, as forms have to go
    plain = journey.window(width=DESK, scripts=False)
    journey.sign_in(desk, "can.bo", password, next="/desk")
    journey.sign_in(plain, "can.bo", password, next="/desk")
    journey.goto(desk, f"{address}/entries")
    journey.look(desk, "entries")
    code = desk.locator("tbody code").first.inner_text()
    desk.locator("tbody input[name=code]").first.check()
    desk.locator("button.quiet-button", has_text="Chấp nhận").first.click()
    desk.wait_for_url("**/move?**")
    journey.look(desk, "entry-accept")
    send(desk)
    expect(desk.locator("tbody .badge").first).to_contain_text("đã chấp nhận")

    journey.goto(desk, f"{address}/new-member")
    journey.look(desk, "new-member")
    for seat in range(1, 8):
        role = "chair" if seat == 1 else "standing-vice-chair" if seat == 2 else "member"
        journey.goto(plain, f"{address}/new-member")
        fill(plain, name=f"Ủy viên Thứ {seat}", role=role)
        send(plain)
        expect(plain.locator("main")).to_contain_text(f"Ủy viên Thứ {seat}")
    step(journey, plain, f"{address}/council-act", number="12/QĐ-UBND")
    journey.goto(desk, f"{address}/new-judge")
    journey.look(desk, "new-judge")
    for login, role, name in JUDGES:
        journey.goto(plain, f"{address}/new-judge")
        seat = plain.input_value("#judge")
        fill(plain, name=name, role=role)
        send(plain)
        expect(plain.locator("main")).to_contain_text(name)
        journey.goto(plain, f"{address}/judges/{seat}/account")
        fill(plain, login=login)
        send(plain)
        expect(plain.locator("main")).to_contain_text(login)
    for part in ["council", "panel", "conflicts", "assignment", "entries", "judges/J2/account", "judges/J2/replace", "new-conflict", "draw"]:
        journey.goto(desk, f"{address}/{part}")
        journey.look(desk, "round-" + part.replace("/", "-"))
    journey.goto(desk, address)
    expect(desk.locator("main")).to_contain_text("12/QĐ-UBND, ngày 20/11/2026")
    journey.look(desk, "round-ready")
    step(journey, desk, f"{address}/judge", "round-judge-form")
    journey.goto(desk, f"{address}/progress")
    expect(desk.locator("#live")).to_contain_text("Tự cập nhật")
    expect(desk.locator("#progress")).to_contain_text("0 trên 3 phiếu đã nộp")

    # three judges on phones, each by keyboard; the officer's page shows it without being loaded again
    for turn, (login, _, _) in enumerate(JUDGES):
        phone = journey.window(dark=login == "nam")
        journey.sign_in(phone, login, password, next="/judging")
        if turn == 0:
            journey.look(phone, "judging-first")
        phone.locator("a.load", has_text="Chấm tiếp").first.click()
        phone.wait_for_url("**/sheets/**")
        phone.locator("[data-number]").first.focus()
        for mark in ["36,5", "35", "9", f"{8 - turn}"]:
            phone.keyboard.type(mark)
            phone.keyboard.press("Enter")
        expect(phone.locator(".saved")).to_contain_text("Phiếu đã đủ")
        journey.look(phone, f"sheet-{login}")
        phone.locator("button", has_text="Xem lại và nộp").focus()
        phone.keyboard.press("Enter")
        expect(phone.locator("h1")).to_contain_text("Kiểm tra rồi nộp")
        if turn == 0:
            journey.look(phone, "sheet-check")
        phone.locator("main button.act-button").focus()
        phone.keyboard.press("Enter")
        expect(phone.locator("[role=status]").first).to_contain_text("Đã nộp phiếu")
        expect(desk.locator("#progress")).to_contain_text(f"{turn + 1} trên 3 phiếu đã nộp")
        if turn == 0:
            head = phone
    journey.look(desk, "progress-done")
    journey.goto(head, f"/judging-board/{round}")
    journey.look(head, "board-done")

    # closed, met, voted, decided
    for part in ["", "/tally?cut=5"]:
        journey.goto(desk, address + part)
        journey.look(desk, "round-judged" + ("-tally" if part else ""))
    journey.goto(desk, f"{address}/close")
    journey.look(desk, "close-form")
    send(desk)
    expect(desk.locator("h1")).to_contain_text("kết quả sẽ lưu")
    journey.look(desk, "close-look")
    send(desk)
    desk.wait_for_url(f"**{address}?done=1")
    journey.look(desk, "round-closed")
    journey.goto(desk, f"{address}/new-meeting")
    journey.look(desk, "new-meeting")
    for box in desk.locator("main input[type=checkbox]").all():
        box.check()
    send(desk)
    desk.wait_for_url("**/meetings?done=1")
    journey.goto(desk, f"{address}/new-vote")
    fill(desk, **{"for": "6"})
    send(desk)
    expect(desk.locator("#for-error")).to_contain_text("cộng lại phải bằng 7")
    journey.look(desk, "new-vote-wrong")
    fill(desk, **{"for": "7"})
    send(desk)
    desk.wait_for_url("**/meetings?done=1")
    journey.look(desk, "meetings")
    journey.goto(desk, f"{address}/decision")
    journey.look(desk, "decision-form")
    fill(desk, number="99/QĐ-UBND", signatory_name="Hoàng Thị Ký")
    expect(desk.locator(f"[name='recognised-{code}'][value=yes]")).to_be_checked()
    send(desk)
    expect(desk.locator("h1")).to_contain_text("xem trước")
    journey.look(desk, "decision-look")
    send(desk)
    desk.wait_for_url("**/decisions?done=1")
    journey.look(desk, "decisions")
    journey.goto(desk, f"{address}/certificates")
    journey.look(desk, "certificates-none")
    desk.locator("a.load", has_text="Cấp 1 giấy chứng nhận").click()
    desk.wait_for_url("**/certificates/issue")
    journey.look(desk, "certificates-issue")
    send(desk)
    expect(desk.locator("h1")).to_contain_text("xem trước")
    expect(desk.locator("main")).to_contain_text(PRODUCT)
    journey.look(desk, "certificates-issue-look")
    send(desk)
    desk.wait_for_url("**/certificates?done=1")
    expect(desk.locator("main")).to_contain_text("đã vẽ")
    expect(desk.locator("a.load", has_text="Tải tệp in chung")).to_be_visible()


def result(journey):
    password, round = journey.data["password"], journey.data["round"]
    address = f"/desk/rounds/{round}"
    desk = journey.window(width=DESK)
    journey.sign_in(desk, "can.bo", password, next=f"{address}/certificates")
    journey.look(desk, "certificates")
    name, paper = downloaded(desk, desk.locator("main a", has_text="Tải PDF").first)
    assert name == "0001-2026-CNNT-T19.pdf", name
    assert downloaded(desk, desk.locator("a.load", has_text="Tải tệp in chung"))[1].startswith(b"%PDF-")
    stranger = journey.window()
    journey.goto(stranger, f"/rounds/{round}", status=404)
    journey.look(stranger, "not-found")
    step(journey, desk, f"{address}/publish", "publish-form")
    journey.look(desk, "round-published")

    # the owner gets the same file, and a phone that nobody is signed in with opens what the code on it says
    owner = journey.window()
    journey.sign_in(owner, OWNER, password, next="/account")
    journey.goto(owner, "/mine")
    expect(owner.locator("main")).to_contain_text("Được công nhận")
    journey.look(owner, "mine-recognised")
    own_name, own = downloaded(owner, owner.locator("main a", has_text="Tải giấy chứng nhận"))
    assert (own_name, own) == (name, paper), "the owner's file is another one"
    code = code_on(own)
    print(f"the code on {name} says {code}", flush=True)
    assert code.startswith(journey.address + "/c/"), code
    opened = stranger.goto(code)
    assert opened.status == 200, opened.status
    paper = opened.url.removeprefix(journey.address).split("#")[0]
    expect(stranger.locator("main")).to_contain_text(PRODUCT)
    expect(stranger.locator(".badge.live").first).to_be_visible()
    journey.look(stranger, "certificate")
    night = journey.window(dark=True)
    journey.goto(night, paper)
    journey.look(night, "certificate-dark")
    journey.goto(stranger, "/rounds")
    stranger.locator("main a", has_text=ROUND).click()
    stranger.wait_for_url(f"**/rounds/{round}")
    expect(stranger.locator("main")).to_contain_text(PRODUCT)
    journey.look(stranger, "round-public")
    journey.goto(stranger, "/")
    stranger.locator("main input[type=search], main input[name=q]").first.fill("am chen men nau")
    stranger.keyboard.press("Enter")
    stranger.click(f"main a:has-text('{PRODUCT}')")
    stranger.wait_for_url("**/products/*")
    journey.look(stranger, "product-public")
    stranger.click(f"main a:has-text('{MAKER}') >> nth=0")
    stranger.wait_for_url("**/establishments/*")
    journey.look(stranger, "establishment-public")
    journey.goto(owner, "/mine")
    expect(owner.locator(f"main a[href='{paper}']").first).to_be_visible()


def own_design(journey, desk, designs):
    """An office puts in a design of its own, and withdraws it."""
    design = '{"id": "mau-rieng", "title": "Mẫu của tỉnh", "based_on": "standard-1"}'.encode()
    journey.goto(desk, f"{designs}/new")
    desk.set_input_files("#file", {"name": "mau.json", "mimeType": "application/json", "buffer": design})
    send(desk)
    expect(desk.locator("h1")).to_contain_text("xem trước")
    journey.look(desk, "design-look")
    desk.locator("main button.act-button").last.click()
    desk.wait_for_url(f"**{designs}?done=1")
    journey.look(desk, "designs-own")
    desk.click("main a:has-text('Thôi dùng')")
    desk.wait_for_url("**/mau-rieng/withdraw")
    journey.look(desk, "design-withdraw")
    send(desk)
    desk.wait_for_url(f"**{designs}?done=1")
    expect(desk.locator("main").get_by_text("mau-rieng")).to_have_count(0)


def everywhere(journey):
    password, round = journey.data["password"], journey.data["round"]
    stranger = journey.window()
    for path in [
        "/", "/?q=gom", "/rounds", "/fairs", "/statistics", "/provinces/19", "/open-data", "/help", "/accessibility",
        "/sign-in", "/api/v1/guide",
    ]:
        journey.goto(stranger, path)
        journey.look(stranger, "page" + re.sub(r"\W+", "-", path).rstrip("-"))
    desk = journey.window(width=DESK)
    journey.sign_in(desk, "can.bo", password, next="/account")
    journey.goto(desk, "/desk/certificates")
    certificate = desk.locator("tbody a").first.get_attribute("href")
    rounds = [
        f"/desk/rounds/{round}/{part}"
        for part in [
            "conflicts", "assignment", "tally", "decisions", "complaints", "new-complaint", "amend", "certificates",
            "certificates/draw", "certificates/labels", "certificates/checkpoint", "certificates/designs",
            "certificates/designs/new", "corrections", "correct",
            "notices", "send-notices", "history", "decisions/history",
        ]
    ]
    for path in [
        "/account", "/account/tokens", "/account/second-factor", "/desk", "/desk/rounds", "/desk/registrations",
        "/desk/establishments", "/desk/establishments/new", "/desk/establishments/1", "/desk/establishments/1/edit",
        "/desk/establishments/1/versions", "/desk/establishments/import", "/desk/products/import", "/desk/products/1",
        "/desk/papers/1/publish", "/desk/certificates", "/desk/certificates/expiring", certificate,
        f"{certificate}/revoke", f"{certificate}/replace",
    ] + rounds:
        journey.goto(desk, path)
        journey.look(desk, "desk" + re.sub(r"\W+", "-", path).rstrip("-"))
    own_design(journey, desk, f"/desk/rounds/{round}/certificates/designs")
    night = journey.window(width=DESK, dark=True)
    journey.sign_in(night, "can.bo", password, next=f"/desk/rounds/{round}")
    journey.look(night, "round-dark")
    manager = journey.window(width=DESK)
    journey.sign_in(manager, "quan.tri", password, next="/desk/accounts")
    user = journey.data["user"]
    for path in [
        "/desk/accounts", "/desk/accounts/new", f"/desk/accounts/{user}", f"/desk/accounts/{user}/roles/new",
        f"/desk/accounts/{user}/disable", f"/desk/accounts/{user}/invite",
    ]:
        journey.goto(manager, path)
        journey.look(manager, "users" + re.sub(r"\W+", "-", path).rstrip("-"))
    owner = journey.window()
    journey.sign_in(owner, OWNER, password, next="/account")
    for path in ["/mine/1/edit", "/mine/1/versions", "/mine/1/sites", "/mine/1/papers", "/mine/products/1", "/mine/products/1/edit"]:
        journey.goto(owner, path)
        journey.look(owner, "own" + re.sub(r"\W+", "-", path).rstrip("-"))


with Journey() as journey:
    {"entering": entering, "judging": judging, "result": result, "everywhere": everywhere}[journey.data["part"]](journey)
