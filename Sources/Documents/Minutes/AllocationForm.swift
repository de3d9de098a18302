public import RuralIndustry

/// Minutes of a sharing out of booths as a paper.
struct AllocationForm {
    private let minutes: AllocationMinutes
    private var input: AllocationInput { minutes.input }
    private var plan: AllocationPlan { minutes.plan }

    static func document(_ minutes: AllocationMinutes) -> OfficeDocument {
        let form = AllocationForm(minutes: minutes)
        let title = "Biên bản phân bổ gian hàng – \(minutes.input.fairName)"
        return OfficeDocument(
            title: title, author: minutes.organiser, date: minutes.day,
            sections: [
                OfficeSection(
                    runningHead: title,
                    foot: "Phân bổ số \(minutes.run) · dữ liệu \(minutes.inputSHA256.prefix(16))",
                    blocks: form.blocks)
            ])
    }

    private var blocks: [OfficeBlock] {
        opening + [.heading("I. Quy tắc đã công bố trước")] + rules + [.heading("II. Kết quả")] + result
            + [.heading("III. Chỉ tiêu gian hàng")] + quotas + [.heading("IV. Danh sách chờ")] + waiting
            + [.heading("V. Bằng chứng để kiểm tra")] + evidence + signatures
    }

    // MARK: Opening and rules

    private var opening: [OfficeBlock] {
        [
            .nationalHeading(
                NationalHeading(
                    issuer: minutes.organiser.uppercased(), number: "Số: ……/BB",
                    placeAndDate: "……………, \(minutes.day.inWords)")),
            .title("BIÊN BẢN", about: ["Phân bổ gian hàng \(input.fairName)"]),
            .body(
                "\(minutes.day.inWords.capitalizedFirst), gian hàng của “\(input.fairName)” (số \(input.fair), "
                    + "\(minutes.fairDays.text.vi), tại \(minutes.venue)) được phân bổ cho các đăng ký đã nhận như sau. "
                    + "Người thực hiện: \(minutes.actor)."),
        ]
    }

    private var rules: [OfficeBlock] {
        let seed =
            input.seed.map {
                "Mầm bốc thăm “\($0)”, công bố trước khi hết hạn đăng ký. Đăng ký ngang nhau được xếp theo "
                    + "SHA-256(mầm ‖ 0x00 ‖ mã bốc thăm), mã nhỏ trước; mã bốc thăm là loại và số hoặc tên của đơn vị."
            } ?? "Không công bố mầm bốc thăm; không có đăng ký nào ngang nhau phải bốc thăm."
        return [
            "Công bố \(minutes.declaredOn.inWords), \(filedBefore); nhận đăng ký đến hết ngày \(minutes.requestsUntil.vietnamese).",
            "Điểm nguyện vọng của một gian hàng: \(input.rules.scale.text.vi). Tổng của mọi gian hàng được giao càng lớn càng tốt.",
            "\(input.rules.priority.text.vi.capitalizedFirst) (công nhận còn hiệu lực ngày \(input.day.vietnamese)).",
            "Gian liền kề được xếp trước, nhiều điểm ưu tiên trước, rồi nhóm lớn trước, giao đủ hoặc không giao; các gian còn "
                + "lại giao từng gian theo cách có tổng lớn nhất trong mọi chỉ tiêu.",
            seed,
        ].map { .paragraph(OfficeText($0), .item) }
    }

    /// Whoever named the seed could not choose it for somebody whose request was not there yet.
    private var filedBefore: String {
        minutes.requestsBefore == 0
            ? "trước khi nhận đăng ký đầu tiên" : "khi đã nhận \(minutes.requestsBefore) đăng ký"
    }

    // MARK: Result

    private var result: [OfficeBlock] {
        let given = plan.outcomes.reduce(0) { $0 + $1.booths.count }
        let wanted = input.requests.reduce(0) { $0 + $1.booths }
        let isBest = plan.gap == 0
        return [
            .body(
                "Có \(input.requests.count) đăng ký xin \(wanted) gian hàng; còn trống \(input.booths.count) gian, giao được "
                    + "\(given) gian, giữ chỗ đến hết ngày \(minutes.heldUntil.vietnamese)."),
            .body(
                "Tổng điểm nguyện vọng: \(plan.value.grouped); cận trên: \(plan.upperBound.grouped); chênh lệch: "
                    + "\(plan.gap.grouped). "
                    + (isBest
                        ? "Không có cách phân bổ nào có tổng lớn hơn."
                        : "Không cách phân bổ nào có tổng lớn hơn cận trên.")),
            .table(resultTable),
        ]
    }

    private var resultTable: OfficeTable {
        OfficeTable(
            columns: [
                .init(title: "Số", share: 0.07, alignment: .center), .init(title: "Đơn vị", share: 0.28),
                .init(title: "Tỉnh", share: 0.07, alignment: .center),
                .init(title: "Xin", share: 0.06, alignment: .center),
                .init(title: "Điểm", share: 0.07, alignment: .center), .init(title: "Được giao", share: 0.17),
                .init(title: "Vì sao", share: 0.28),
            ],
            rows: zip(input.requests, plan.outcomes).map { request, outcome in
                .init(cells: [
                    .init("\(request.number)"), .init(OfficeText(request.tenantName), isHeader: true),
                    .init(request.province?.text ?? "–"), .init("\(request.booths)"),
                    .init("\(input.points(of: request))"),
                    .init(outcome.booths.isEmpty ? "–" : outcome.booths.map(\.code).joined(separator: ", ")),
                    .init(outcome.why(quota: input.name).vi),
                ])
            }, size: 9)
    }

    // MARK: Quotas and waiting list

    private var quotas: [OfficeBlock] {
        if plan.spent.isEmpty { return [.body("Hội chợ không giao chỉ tiêu cho tỉnh nào.")] }
        return [
            .table(
                OfficeTable(
                    columns: [
                        .init(title: "Chỉ tiêu", share: 0.55),
                        .init(title: "Còn trước phân bổ", share: 0.15, alignment: .center),
                        .init(title: "Đã giao", share: 0.15, alignment: .center),
                        .init(title: "Còn lại", share: 0.15, alignment: .center),
                    ],
                    rows: plan.spent.map { spent in
                        .init(cells: [
                            .init(
                                OfficeText(input.name(of: spent.quota).vi.capitalizedFirst), isHeader: true),
                            .init("\(spent.quota.maximum)"), .init("\(spent.booths)"),
                            .init("\(spent.quota.maximum - spent.booths)"),
                        ])
                    }, size: 9))
        ]
    }

    private var waiting: [OfficeBlock] {
        if minutes.waiting.isEmpty { return [.body("Mọi đăng ký đều được giao đủ gian hàng.")] }
        let known = Dictionary(zip(input.requests.map(\.drawID), zip(input.requests, plan.outcomes))) {
            first, _ in first
        }
        return [
            .body("Đăng ký chưa được giao đủ chờ theo điểm ưu tiên, rồi ngày nộp, rồi bốc thăm:"),
            .table(
                OfficeTable(
                    columns: [
                        .init(title: "Thứ tự", share: 0.1, alignment: .center),
                        .init(title: "Số", share: 0.1, alignment: .center),
                        .init(title: "Đơn vị", share: 0.4),
                        .init(title: "Điểm", share: 0.1, alignment: .center),
                        .init(title: "Ngày nộp", share: 0.15, alignment: .center),
                        .init(title: "Còn thiếu", share: 0.15, alignment: .center),
                    ],
                    rows: zip(1..., minutes.waiting.compactMap { known[$0] }).map { place, asked in
                        let (request, outcome) = asked
                        return .init(cells: [
                            .init("\(place)"), .init("\(request.number)"),
                            .init(OfficeText(request.tenantName), isHeader: true),
                            .init("\(input.points(of: request))"), .init(request.filedOn.vietnamese),
                            .init("\(request.booths - outcome.booths.count)"),
                        ])
                    }, size: 9)),
        ]
    }

    // MARK: Evidence

    private var evidence: [OfficeBlock] {
        let rows = [
            ("Dữ liệu đầu vào", minutes.inputSHA256), ("Kết quả", minutes.resultSHA256),
        ]
        return [
            .body(
                "Ai cũng tính lại được kết quả này từ dữ liệu đầu vào bằng lệnh “cnnt fair recompute \(minutes.run) --out dulieu.json”, "
                    + "rồi “cnnt fair recompute --input dulieu.json”."),
            .table(
                OfficeTable(
                    columns: [.init(title: "Nội dung", share: 0.25), .init(title: "SHA-256", share: 0.75)],
                    rows: rows.map { .init(cells: [.init(OfficeText($0.0), isHeader: true), .init($0.1)]) },
                    size: 8.5)),
        ]
    }

    private var signatures: [OfficeBlock] {
        [
            .together([
                .body("Biên bản được lập thành văn bản và gửi các đơn vị đã đăng ký."),
                .signatures([.init(title: "NGƯỜI LẬP BIÊN BẢN"), .init(title: "ĐẠI DIỆN BAN TỔ CHỨC")]),
            ])
        ]
    }
}

extension OfficeBlock {
    fileprivate static func body(_ text: String) -> OfficeBlock { .paragraph(OfficeText(text)) }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension OfficeRenderer {
    /// Minutes as a PDF file.
    public func render(_ minutes: AllocationMinutes) throws -> [UInt8] {
        try render(AllocationForm.document(minutes))
    }
}

extension AllocationMinutes {
    /// The same as plain text, lines of at most 100 characters.
    public var text: String { OfficePlainText(AllocationForm.document(self)).text }
}
