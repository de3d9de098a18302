import RuralIndustry

/// Something that a program does, as a person can try it in a shell in which `ADDRESS` and `TOKEN` are set. A test runs each, one
/// after the other, against the service itself.
struct GuideExample: Sendable {
    let title: Bilingual
    let text: Bilingual
    let command: String
    /// With the token of an establishment's account, not of an office's.
    var isOfEstablishment = false

    static let all = reading + writing + opening + entries + judging + fairs + booths + given + following

    private static let bearer = #"-H "Authorization: Bearer $TOKEN""#

    private static let reading = [
        GuideExample(
            title: Bilingual(vi: "Mã truy cập có dùng được không", en: "Is the token good"),
            text: Bilingual(
                vi: "Trả lời tài khoản, vai trò, địa bàn và phạm vi của mã.",
                en: "Tells the account, its roles and territories, and the token's scopes."),
            command: "curl -sSf \(bearer) $ADDRESS/api/v1/me"),
        GuideExample(
            title: Bilingual(vi: "Tìm cơ sở", en: "Look for establishments"),
            text: Bilingual(
                vi:
                    "Tên viết có dấu hay không dấu đều được. Trang sau: gửi next của trang trước bằng after, đến khi next là null.",
                en: "With or without diacritics. For the next part send next as after, until next is null."),
            command: #"curl -sSf \#(bearer) "$ADDRESS/api/v1/establishments?name=che&limit=20""#),
        GuideExample(
            title: Bilingual(vi: "Tải toàn bộ", en: "Everything"),
            text: Bilingual(
                vi:
                    "Mọi bản ghi ở cùng một thời điểm; tệp CSV này nhập lại được nguyên vẹn. Dạng khác: format=jsonl.",
                en: "All records of one moment; the CSV file imports again unchanged. Or format=jsonl."),
            command: #"curl -sSf \#(bearer) -o co-so.csv "$ADDRESS/api/v1/establishments/export?format=csv""#),
    ]

    private static let writing = [
        GuideExample(
            title: Bilingual(vi: "Thêm cơ sở", en: "Register an establishment"),
            text: Bilingual(
                vi:
                    "Mất mạng giữa chừng thì gửi lại nguyên vẹn với cùng Idempotency-Key: không bao giờ thành hai bản ghi. Thử trước: thêm ?dry_run=true.",
                en:
                    "If the line breaks, send the same again with the same Idempotency-Key: it never becomes two records. To try it first add ?dry_run=true."
            ),
            command: #"""
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "Idempotency-Key: 2f1c6d4e-0001" \
                  -d '{"name": "Hợp tác xã Chè Ví Dụ", "legal_form": "cooperative", "commune_code": "05503", "labour": 12}' \
                  $ADDRESS/api/v1/establishments > co-so.json
                """#),
        GuideExample(
            title: Bilingual(
                vi: "Sửa mà không ghi đè người khác", en: "Change it without overwriting anybody"),
            text: Bilingual(
                vi:
                    "Đọc ETag, gửi lại bằng If-Match. Nếu ai đó vừa sửa, câu trả lời là 412: đọc lại rồi sửa tiếp. Chỉ gửi mục cần đổi; null là xóa.",
                en:
                    "Read the ETag, send it as If-Match. If somebody was faster the answer is 412: read again. Send only what changes; null empties."
            ),
            command: #"""
                ID=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' co-so.json)
                ETAG=$(curl -sSf \#(bearer) -D - -o /dev/null $ADDRESS/api/v1/establishments/$ID | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
                curl -sSf \#(bearer) -X PATCH -H "Content-Type: application/merge-patch+json" -H "If-Match: $ETAG" \
                  -d '{"phone": "0912 345 678", "labour": 15}' "$ADDRESS/api/v1/establishments/$ID?reason=theo+b%C3%A1o+c%C3%A1o"
                """#),
        GuideExample(
            title: Bilingual(vi: "Nhập một tệp CSV", en: "Import a CSV file"),
            text: Bilingual(
                vi:
                    "Với dry_run=true, câu trả lời nói từng dòng là mới, đổi, giữ nguyên, trùng hay sai. Không có dry_run: nhập tất cả hoặc không nhập gì. Mỗi tệp không quá 32 MB và 50.000 dòng.",
                en:
                    "With dry_run=true each row is said to be new, changed, unchanged, duplicate or wrong. Without: all of it or nothing. A file has 32 MB and 50,000 rows at most."
            ),
            command: #"""
                curl -sSf \#(bearer) -H "Content-Type: text/csv" --data-binary @co-so.csv \
                  "$ADDRESS/api/v1/establishments/import?dry_run=true"
                """#),
    ]

    private static let opening = [
        GuideExample(
            title: Bilingual(
                vi: "Lập kỳ bình chọn và mở nhận hồ sơ", en: "Create a round and open it for entries"),
            text: Bilingual(
                vi:
                    "Lập và nộp hồ sơ cần phạm vi rounds:write; mở, ghi Hội đồng và Ban Giám khảo, bắt đầu chấm, nhập điểm, khóa điểm cần rounds:run. Ra quyết định công nhận, công bố, hủy kỳ và cấp giấy chứng nhận là việc của người, không mã truy cập nào làm được.",
                en:
                    "Creating it takes the scope rounds:write; opening, seating council and panel, judging, importing marks and closing take rounds:run. Deciding, publishing, cancelling and issuing certificates is for people: no token is good for it."
            ),
            command: #"""
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "Idempotency-Key: 2f1c6d4e-0005" \
                  -d '{"regulation": "vbhn-46-2025", "level": "provincial", "organiser": "19", "year": 2026, "name": "Kỳ bình chọn cấp tỉnh"}' \
                  $ADDRESS/api/v1/rounds > ky.json
                ROUND=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' ky.json)
                N=0
                for ROLE in chair standing-vice-chair member member member member secretary; do
                  N=$((N + 1))
                  curl -sSf \#(bearer) -H "Content-Type: application/json" \
                    -d '{"name": "Thành viên '$N'", "role": "'$ROLE'"}' $ADDRESS/api/v1/rounds/$ROUND/council
                done
                N=0
                for ROLE in head judge judge; do
                  N=$((N + 1))
                  curl -sSf \#(bearer) -H "Content-Type: application/json" \
                    -d '{"judge": "J'$N'", "name": "Giám khảo '$N'", "role": "'$ROLE'"}' $ADDRESS/api/v1/rounds/$ROUND/panel
                done
                curl -sSf \#(bearer) -X POST -H 'If-Match: "1"' -H "Idempotency-Key: 2f1c6d4e-0006" \
                  $ADDRESS/api/v1/rounds/$ROUND/opening
                """#)
    ]

    private static let entries = [
        GuideExample(
            title: Bilingual(vi: "Nộp hồ sơ tham gia bình chọn", en: "Enter a product in a round"),
            text: Bilingual(
                vi:
                    "Thêm sản phẩm rồi nộp vào kỳ bình chọn; các kỳ đang nhận hồ sơ: /api/v1/rounds?state=open.",
                en:
                    "Add the product and file the entry; rounds that take entries are at /api/v1/rounds?state=open."
            ),
            command: #"""
                ID=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' co-so.json)
                PRODUCT=$(curl -sSf \#(bearer) -H "Content-Type: application/json" \
                  -d '{"name": "Chè đinh", "group": "food", "establishment_id": "'$ID'"}' \
                  $ADDRESS/api/v1/products | sed 's/.*"id":"\([0-9]*\)".*/\1/')
                ROUND=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' ky.json)
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "Idempotency-Key: 2f1c6d4e-0002" \
                  -d '{"product_id": "'$PRODUCT'", "exception": "lower-round-not-held"}' \
                  $ADDRESS/api/v1/rounds/$ROUND/entries > ho-so.json
                """#),
        GuideExample(
            title: Bilingual(
                vi: "Xét hồ sơ: yêu cầu bổ sung, chấp nhận, từ chối, rút",
                en: "Decide on an entry: ask for more, accept, refuse, withdraw"),
            text: Bilingual(
                vi:
                    "Gửi đến supplement-request, acceptance, rejection hoặc withdrawal dưới địa chỉ của hồ sơ, kèm If-Match; trừ chấp nhận, việc nào cũng cần lý do.",
                en:
                    "Send it to supplement-request, acceptance, rejection or withdrawal below the entry's address, with If-Match; all but accepting need a reason."
            ),
            command: #"""
                ROUND=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' ky.json)
                CODE=$(sed 's/.*"entry_code":"\([^"]*\)".*/\1/' ho-so.json)
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H 'If-Match: "1"' -H "Idempotency-Key: 2f1c6d4e-0003" \
                  -d '{"reason": "thiếu ảnh sản phẩm"}' $ADDRESS/api/v1/rounds/$ROUND/entries/$CODE/supplement-request
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H 'If-Match: "2"' -H "Idempotency-Key: 2f1c6d4e-0004" \
                  -d '{}' $ADDRESS/api/v1/rounds/$ROUND/entries/$CODE/acceptance
                """#),
    ]

    private static let judging = [
        GuideExample(
            title: Bilingual(vi: "Bắt đầu chấm điểm", en: "Start judging"),
            text: Bilingual(
                vi:
                    "Nếu hồ sơ, Hội đồng hay Ban Giám khảo còn thiếu gì, câu trả lời là 409 và errors kể hết; dry_run=true cho biết trước. Sau bước này không nhận thêm hồ sơ.",
                en:
                    "If anything is missing in entries, council or panel, the answer is 409 and errors tell all of it; dry_run=true tells before. After this no entries are taken."
            ),
            command: #"""
                ROUND=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' ky.json)
                ETAG=$(curl -sSf \#(bearer) -D - -o /dev/null $ADDRESS/api/v1/rounds/$ROUND | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
                curl -sSf \#(bearer) -X POST -H "If-Match: $ETAG" "$ADDRESS/api/v1/rounds/$ROUND/judging?dry_run=true"
                curl -sSf \#(bearer) -X POST -H "If-Match: $ETAG" -H "Idempotency-Key: 2f1c6d4e-0007" \
                  $ADDRESS/api/v1/rounds/$ROUND/judging
                """#),
        GuideExample(
            title: Bilingual(vi: "Xem kết quả rồi khóa điểm", en: "Look at the result, then close"),
            text: Bilingual(
                vi:
                    "Khi giám khảo đã chấm xong; điểm có ở nơi khác thì nhập tệp CSV ở …/marks/import, tất cả hoặc không. Gửi lại result_sha256 của kết quả đã xem: nếu từ lúc xem có gì thay đổi, câu trả lời là 409 result-changed. Không mở lại được; Hội đồng họp và ra quyết định từ kết quả này, biểu quyết được ghi ở …/votes.",
                en:
                    "When the judges have marked; marks that are elsewhere are imported from a CSV file at …/marks/import, all or none. Send back result_sha256 of the result that was looked at: if anything changed since, the answer is 409 result-changed. It cannot be undone; the council meets and people decide on this result, its votes are recorded at …/votes."
            ),
            command: #"""
                ROUND=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' ky.json)
                ETAG=$(curl -sSf \#(bearer) -D - -o /dev/null $ADDRESS/api/v1/rounds/$ROUND | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "If-Match: $ETAG" \
                  -d '{}' "$ADDRESS/api/v1/rounds/$ROUND/closing?dry_run=true" > ket-qua.json
                RESULT=$(sed 's/.*"result_sha256":"\([0-9a-f]*\)".*/\1/' ket-qua.json)
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "If-Match: $ETAG" -H "Idempotency-Key: 2f1c6d4e-0008" \
                  -d '{"result_sha256": "'$RESULT'"}' $ADDRESS/api/v1/rounds/$ROUND/closing
                """#),
    ]

    private static let fairs = [
        GuideExample(
            title: Bilingual(vi: "Lập và sửa hội chợ", en: "Create a fair and change it"),
            text: Bilingual(
                vi: "Với phạm vi fairs:write. Hội chợ đã công bố chỉ sửa khi ghi lý do (reason).",
                en: "With the scope fairs:write. An announced fair is changed for a reason alone."),
            command: #"""
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "Idempotency-Key: 2f1c6d4e-0009" \
                  -d '{"name": "Hội chợ Ví Dụ", "level": "provincial", "organiser": "19", "venue": "Quảng trường", "first_day": "2026-12-20", "last_day": "2026-12-24"}' \
                  $ADDRESS/api/v1/fairs > hoi-cho.json
                ID=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' hoi-cho.json)
                curl -sSf \#(bearer) -X PATCH -H "Content-Type: application/merge-patch+json" -H 'If-Match: "1"' \
                  -d '{"last_day": "2026-12-25"}' $ADDRESS/api/v1/fairs/$ID
                """#),
        GuideExample(
            title: Bilingual(
                vi: "Sơ đồ gian hàng, chỉ tiêu, cách phân bổ", en: "Its plan, quotas and terms"),
            text: Bilingual(
                vi:
                    "Sơ đồ theo dãy và lối đi, hoặc từ tệp CSV gửi đến …/booths/import; gửi với dry_run=true để xem trước gian nào thêm, đổi, bỏ. Chỉ tiêu của các tỉnh là một tệp CSV; If-Match là ETag của …/quotas. Cách phân bổ công bố lần đầu với If-None-Match: *, trước khi biết ai đăng ký. Sau đó gửi POST đến …/opening để công bố hội chợ và …/closing khi kết thúc.",
                en:
                    "The plan by rows and aisles, or from a CSV file sent to …/booths/import; dry_run=true shows first what is added, changed and taken off. Provinces' quotas are a CSV file; If-Match is the ETag of …/quotas. Terms are declared with If-None-Match: * for the first time, before it is known who asks. Then POST to …/opening announces the fair and …/closing ends it."
            ),
            command: #"""
                ID=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' hoi-cho.json)
                ETAG=$(curl -sSf \#(bearer) -D - -o /dev/null $ADDRESS/api/v1/fairs/$ID | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "If-Match: $ETAG" -H "Idempotency-Key: 2f1c6d4e-0010" \
                  -d '{"rows": 2, "booths_per_row": 10, "aisle_m": 3, "back_to_back": true, "price_vnd": 9600000}' \
                  $ADDRESS/api/v1/fairs/$ID/booths/grid
                printf 'province_code,booths,return_by\n19,12,\n08,4,2026-12-10\n' > chi-tieu.csv
                curl -sSf \#(bearer) -H "Content-Type: text/csv" -H 'If-Match: "1"' -H "Idempotency-Key: 2f1c6d4e-0011" \
                  --data-binary @chi-tieu.csv $ADDRESS/api/v1/fairs/$ID/quotas/import
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H 'If-None-Match: *' -H "Idempotency-Key: 2f1c6d4e-0012" \
                  -d '{"requests_until": "2026-12-05", "seed": "Giải đặc biệt ngày 05/12/2026"}' $ADDRESS/api/v1/fairs/$ID/terms
                """#),
    ]

    private static let booths = [
        GuideExample(
            title: Bilingual(vi: "Đăng ký gian hàng ở hội chợ", en: "Ask for a booth at a fair"),
            text: Bilingual(
                vi:
                    "Với mã của tài khoản cơ sở (phạm vi fairs:write; chỉ xem thì fairs:read là đủ). Xem hội chợ đang nhận đăng ký, gửi đăng ký, rồi theo dõi. Rút đăng ký: gửi lý do đến /api/v1/booth-requests/SỐ/withdrawal kèm If-Match.",
                en:
                    "With the token of an establishment's account (scope fairs:write; to look, fairs:read will do). Look for fairs that take requests, ask, and see what becomes of it. To withdraw it, send the reason to /api/v1/booth-requests/ID/withdrawal with If-Match."
            ),
            command: #"""
                ID=$(curl -sSf \#(bearer) $ADDRESS/api/v1/me | sed 's/.*"establishment:\([0-9]*\)".*/\1/')
                FAIR=$(curl -sSf \#(bearer) $ADDRESS/api/v1/establishments/$ID/open-fairs | sed 's/.*"id":"\([0-9]*\)".*/\1/')
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "Idempotency-Key: 2f1c6d4e-0003" \
                  -d '{"establishment_id": "'$ID'", "booths": 1}' $ADDRESS/api/v1/fairs/$FAIR/booth-requests
                curl -sSf \#(bearer) $ADDRESS/api/v1/establishments/$ID/booth-requests
                """#, isOfEstablishment: true),
        GuideExample(
            title: Bilingual(vi: "Xác nhận gian được giữ", en: "Confirm a booth that is held"),
            text: Bilingual(
                vi:
                    "Trước khi hết hạn giữ chỗ (held_until). Trả gian: gửi lý do đến …/release.",
                en: "Before the hold runs out (held_until). To give it back, send the reason to …/release."),
            command: #"""
                ID=$(curl -sSf \#(bearer) $ADDRESS/api/v1/me | sed 's/.*"establishment:\([0-9]*\)".*/\1/')
                BOOTHS=$(curl -sSf \#(bearer) $ADDRESS/api/v1/establishments/$ID/booths | sed 's/.*"id":"\([0-9]*\)".*/\1/')
                curl -sSf \#(bearer) -X POST $ADDRESS/api/v1/establishments/$ID/booths/$BOOTHS/confirmation
                """#, isOfEstablishment: true),
    ]

    private static let given = [
        GuideExample(
            title: Bilingual(
                vi: "Phân bổ, giữ và xác nhận gian hàng", en: "Share booths out, hold and confirm them"),
            text: Bilingual(
                vi:
                    "Đơn vị tổ chức, với phạm vi fairs:write. Phân bổ cho các đăng ký: gửi đến …/runs với dry_run=true để xem ai được gì và vì sao, rồi gửi lại input_sha256 của kết quả đã xem; nếu đăng ký hay gian trống đã khác, câu trả lời là 409. Gian giữ riêng cho một đơn vị thì gửi đến …/holds; sau đó …/confirmation, …/move, …/release dưới địa chỉ của gian được giao, kèm If-Match. Từ chối đăng ký: …/booth-requests/SỐ/refusal.",
                en:
                    "For the organising office, with the scope fairs:write. To share booths out among the requests, send to …/runs with dry_run=true, see who gets what and why, and send back its input_sha256; if requests or free booths are others by now, the answer is 409. Single booths are held at …/holds, then …/confirmation, …/move and …/release below the address of what was given, with If-Match. Requests are refused at …/booth-requests/ID/refusal."
            ),
            command: #"""
                ID=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' hoi-cho.json)
                curl -sSf \#(bearer) -X POST -H 'If-Match: *' $ADDRESS/api/v1/fairs/$ID/opening
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H "Idempotency-Key: 2f1c6d4e-0013" \
                  -d '{"booth_codes": ["A01", "A02"], "departments": ["Sở Công Thương"], "held_until": "2026-12-10"}' \
                  $ADDRESS/api/v1/fairs/$ID/holds > gian-hang.json
                BOOTHS=$(sed 's/.*"id":"\([0-9]*\)".*/\1/' gian-hang.json)
                curl -sSf \#(bearer) -H "Content-Type: application/json" -H 'If-Match: "1"' -H "Idempotency-Key: 2f1c6d4e-0014" \
                  -d '{"reason": "đã chuyển tiền thuê"}' $ADDRESS/api/v1/fairs/$ID/booths/$BOOTHS/confirmation
                """#)
    ]

    private static let following = [
        GuideExample(
            title: Bilingual(vi: "Theo dõi thay đổi", en: "Follow changes"),
            text: Bilingual(
                vi:
                    "Lần đầu: lấy vị trí bằng after=latest, tải toàn bộ, rồi hỏi tiếp từ vị trí đó và cất next cho lần sau. Không bỏ sót, không lặp lại. Kết quả bị sửa, quyết định được sửa đổi, giấy chứng nhận bị thu hồi hay thay thế cũng được báo.",
                en:
                    "First take the position with after=latest, export everything, then go on from there and keep next. Nothing is missed or told twice. Corrected results, amended decisions, certificates that are revoked or replaced are told too."
            ),
            command: #"""
                NEXT=$(curl -sSf \#(bearer) "$ADDRESS/api/v1/changes?after=latest" | sed 's/.*"next":"\([^"]*\)".*/\1/')
                curl -sSf \#(bearer) "$ADDRESS/api/v1/changes?after=$NEXT&limit=100"
                """#),
        GuideExample(
            title: Bilingual(vi: "Khi bị từ chối", en: "When something is refused"),
            text: Bilingual(
                vi:
                    "Mọi lỗi là application/problem+json: code không đổi theo thời gian, errors chỉ đúng mục sai, request_id để báo đơn vị vận hành.",
                en:
                    "Every error is application/problem+json: code is stable, errors point at what is wrong, request_id is for the operator."
            ),
            command: #"""
                curl -sS \#(bearer) -H "Accept-Language: en" -H "Content-Type: application/json" \
                  -d '{"name": "Thiếu xã", "legal_form": "cooperative", "commune_code": "99999"}' $ADDRESS/api/v1/establishments
                """#),
    ]
}

struct GuideView: Sendable {
    let examples: [GuideExample]
}

extension Template {
    /// Shows a `GuideView`.
    static let guide = Template(
        name: "guide",
        text: """
            <section class="card">
            <h1>Giao diện lập trình <span lang="en">Interface for programs</span></h1>
            <p>Phần mềm khác đọc và ghi sổ đăng ký qua <code>/api/v1</code> bằng JSON; mọi địa chỉ, tham số và câu trả lời có trong \
            <a href="/api/v1/openapi.yaml">bản mô tả OpenAPI</a>. <span lang="en">Other software reads and writes the registry in JSON; \
            all addresses are in the <a href="/api/v1/openapi.yaml">OpenAPI description</a>.</span></p>
            <ol class="steps"><li><p>Lập mã truy cập ở <a href="/account/tokens">trang Tài khoản</a>, chọn phạm vi vừa đủ. \
            <span lang="en">Make a token on your account's page, with the scopes that it needs.</span></p></li>
            <li><p>Gửi mã trong tiêu đề <code>Authorization: Bearer cnnt_…</code>; không dùng cookie. \
            <span lang="en">Send it in the header; cookies are not looked at.</span></p></li>
            <li><p>Chương trình thấy đúng những gì tài khoản thấy: ngoài địa bàn là không có. \
            <span lang="en">The program sees what the account sees: what lies outside its territory is not found.</span></p></li></ol>
            </section>
            {{#examples}}<section class="card"><h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2>
            <p>{{text.vi}} <span lang="en">{{text.en}}</span></p>
            <pre class="command"><code>{{command}}</code></pre></section>{{/examples}}
            """)
}
