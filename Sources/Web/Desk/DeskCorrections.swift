import Registry
import RuralIndustry

/// The versions of a round's result: what closing kept, and what corrections made of it.
struct CorrectionPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let versions = try await desk.registry.resultVersions(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Sửa kết quả", en: "Corrections of the result"))
        page.lead = [
            Bilingual(
                vi:
                    "Kết quả đã khóa chỉ được sửa bằng văn bản. Mỗi lần sửa là một bản mới; bản cũ vẫn đọc được. Danh hiệu và giấy chứng nhận không tự thay đổi theo.",
                en:
                    "A closed result is corrected by an act alone. Each correction is a new version, and the old ones stay to be read. Awards and certificates do not change by themselves."
            )
        ]
        if desk.standing.may(.roundCorrect), !versions.isEmpty {
            page.actions = [.init("\(desk.address)/correct", "Sửa kết quả", "Correct the result")]
        }
        if let live = versions.last {
            page.facts = [
                .init("Bản đang có hiệu lực", "The version that counts", String(live.version)),
                .init("SHA-256 của kết quả", "SHA-256 of the result", live.linesSHA256),
            ]
        }
        page.tables = [
            .init(
                Bilingual(vi: "Các bản", en: "Versions"),
                empty: Bilingual(vi: "Chưa khóa điểm, chưa có kết quả.", en: "There is no result yet."),
                [
                    Bilingual(vi: "Bản", en: "Version"), Bilingual(vi: "Ngày", en: "Day"),
                    Bilingual(vi: "Văn bản", en: "Act"), Bilingual(vi: "Lý do", en: "Reason"),
                    Bilingual(vi: "Khiếu nại", en: "Complaint"),
                    Bilingual(vi: "Điểm đã sửa", en: "Marks corrected"),
                    Bilingual(vi: "Hiệu lực", en: "Standing"),
                ],
                versions.reversed().map { version in
                    [
                        .link("\(desk.address)/tally?version=\(version.version)", String(version.version)),
                        .text(version.madeOn.vietnamese),
                        version.number.map { .text($0) }
                            ?? .words(Bilingual(vi: "khóa điểm", en: "closing")), .text(version.reason),
                        .text(version.complaintID.map(String.init)),
                        .text(version.version == 1 ? nil : version.corrections.grouped),
                        .words(
                            version.isLive
                                ? Bilingual(vi: "đang có hiệu lực", en: "counts")
                                : Bilingual(vi: "đã sửa", en: "corrected")),
                    ]
                })
        ]
        self.page = page
    }
}

enum CorrectionForms {
    private static let ofAct = ["number", "date", "because", "complaint", "seed"]
    private static let ofMark = ["action", "entry", "judge", "criterion", "stage", "score", "absence"]

    /// An act that corrects marks of a closed result: one mark by the form's own fields, or many by a file. What comes of it is
    /// looked at first.
    @Sendable static func correct(_ desk: DeskRound) async throws -> DeskForm {
        let choices = try await Choices(desk)
        return DeskForm(
            title: Bilingual(vi: "Sửa kết quả", en: "Correct the result"),
            lead: [
                Bilingual(
                    vi:
                        "Sửa một điểm thì điền các mục dưới đây; sửa nhiều điểm thì chọn tệp, khi đó các mục về điểm để trống. Trang sau cho xem mọi khác biệt trước khi ghi.",
                    en:
                        "For one mark fill in the fields below; for many choose a file and leave the fields of the mark empty. The next page shows every difference first."
                ),
                Bilingual(
                    vi: "Các cột của tệp: \(CorrectionColumn.names.joined(separator: ", ")).",
                    en: "The columns of the file."),
            ], values: ["date": desk.today.vietnamese],
            fields: { filling in actFields(filling, choices) + markFields(filling, choices) },
            button: Bilingual(vi: "Xem trước khi ghi", en: "Look at it first"),
            wayBack: "\(desk.address)/corrections"
        ) { fields in
            let act = try act(fields)
            let received = try ReceivedRecords(fields, field: "file")
            let rows = try rows(fields, received)
            let isSure = fields["sure"] == "yes"
            // whoever says to be sure says of the differences to which version
            let base = try isSure ? fields.number("base") : nil
            let report = try await desk.registry.correctRound(
                desk.id, act: act, corrections: rows, base: base, shown: isSure ? fields["shown"] : nil,
                as: desk.viewer, today: desk.today, dryRun: !isSure)
            if isSure { return .done("\(desk.address)/corrections") }
            return .look(CorrectionPreview(desk, report, fields, received, carrying: ofAct + ofMark).page)
        }
    }

    /// What may be chosen of in this round.
    private struct Choices {
        typealias List = [(value: String, name: Bilingual)]
        let entries: List
        let judges: List
        let criteria: List
        let stages: List
        let complaints: List

        init(_ desk: DeskRound) async throws {
            let rules = try await desk.registry.rules(ofRound: desk.id, as: desk.viewer)
            let accepted = try await desk.registry.entries(ofRound: desk.id, as: desk.viewer).filter {
                $0.state == .accepted
            }
            entries = accepted.map { ($0.code, Bilingual(vi: "\($0.code) – \($0.productName)", en: "")) }
            judges = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer).map {
                ($0.code, Bilingual(vi: "\($0.code) – \($0.name)", en: ""))
            }
            var seen: Set<String> = []
            criteria = (rules.groups.map(\.id) as [ProductGroupID?] + [nil]).flatMap {
                rules.leaves(group: $0)
            }
            .filter { seen.insert($0.id).inserted }
            .map { ($0.id, Bilingual(vi: "\($0.name) (\($0.id))", en: "")) }
            stages = rules.stages.map { ($0.id, Bilingual(vi: $0.name, en: "")) }
            complaints =
                try await desk.standing.may(.complaintRead)
                ? desk.registry.complaints(round: desk.id, as: desk.viewer).filter {
                    $0.state != .withdrawn && $0.finding != .rejected
                }.map {
                    (
                        String($0.id),
                        Bilingual(vi: "Số \($0.id): \($0.complainant), mã số \($0.entry)", en: "")
                    )
                } : []
        }
    }

    private static func actFields(_ filling: FormFilling, _ choices: Choices) -> [FormField] {
        var fields = [
            filling.line("number", Bilingual(vi: "Số văn bản", en: "Number of the act")),
            filling.day("date", Bilingual(vi: "Ngày văn bản", en: "Day of the act")),
            filling.area("because", Bilingual(vi: "Lý do sửa", en: "Why")),
        ]
        if !choices.complaints.isEmpty {
            fields.append(
                filling.list(
                    "complaint",
                    Bilingual(vi: "Khiếu nại dẫn đến việc sửa", en: "The complaint it follows from"),
                    of: choices.complaints, isOptional: true))
        }
        fields.append(
            filling.line(
                "seed", Bilingual(vi: "Mầm bốc thăm", en: "Seed for draws"),
                hint: Bilingual(
                    vi: "Bỏ trống thì dùng mầm khi khóa điểm.", en: "Empty: the one that closing used."),
                isOptional: true))
        return fields
    }

    private static func markFields(_ filling: FormFilling, _ choices: Choices) -> [FormField] {
        var fields = [
            filling.list(
                "action", Bilingual(vi: "Cách sửa", en: "What is done"),
                of: CorrectionAction.allCases.map { ($0.rawValue, $0.words) }, hint: unlessFile),
            filling.list(
                "entry", Bilingual(vi: "Sản phẩm", en: "Entry"), of: choices.entries, hint: unlessFile),
            filling.list(
                "judge", Bilingual(vi: "Giám khảo", en: "Judge"), of: choices.judges, hint: unlessFile),
            filling.list(
                "criterion", Bilingual(vi: "Tiêu chí", en: "Criterion"), of: choices.criteria,
                hint: unlessFile),
        ]
        if !choices.stages.isEmpty {
            fields.append(
                filling.list(
                    "stage", Bilingual(vi: "Vòng", en: "Stage"), of: choices.stages,
                    hint: Bilingual(
                        vi: "Bỏ trống: vòng quyết định kết quả.",
                        en: "Empty: the stage that makes the result."),
                    isOptional: true))
        }
        return fields + [
            filling.line(
                "score", Bilingual(vi: "Điểm đúng", en: "The right mark"),
                hint: Bilingual(
                    vi:
                        "Ví dụ 8,5. Để trống khi loại điểm ra, khi có lý do không có điểm, hoặc khi chọn tệp.",
                    en: "For example 8,5. Empty to take the mark out, with a reason below, or with a file."),
                inputMode: "decimal"),
            filling.list(
                "absence", Bilingual(vi: "Hoặc lý do không có điểm", en: "Or why there is none"),
                of: Absence.allCases.map { ($0.rawValue, $0.name) },
                hint: Bilingual(
                    vi: "Chỉ chọn khi ô điểm ở trên để trống.", en: "Only where the mark above is empty.")),
            filling.file(
                "file", Bilingual(vi: "Hoặc tệp điểm sửa", en: "Or a file"), accept: ".csv,.xlsx",
                hint: Bilingual(
                    vi: "Thay cho các mục từ “Cách sửa” trở xuống, khi sửa nhiều điểm.",
                    en: "In place of the fields from “What is done” on, for many marks.")),
        ]
    }

    /// One mark or a file is needed: what says of the mark is not optional, and not always there.
    private static let unlessFile = Bilingual(
        vi: "Để trống nếu chọn tệp ở cuối trang.", en: "Empty where a file is chosen below.")

    private static func act(_ fields: FormFields) throws -> CorrectionAct {
        CorrectionAct(
            number: fields["number"], correctedOn: try fields.day("date"), because: fields["because"],
            complaint: try fields.optionalNumber("complaint").map { Int64($0) }, seed: fields.text("seed"))
    }

    private static func rows(_ fields: FormFields, _ received: ReceivedRecords?) throws -> [MarkCorrection] {
        guard let received else {
            var texts = Fields<CorrectionColumn>()
            for column in CorrectionColumn.allCases where ofMark.contains(column.name) {
                texts[column] = fields.text(column.name)
            }
            return [try MarkCorrection(texts, .vietnamese)]
        }
        if let field = ofMark.first(where: { fields.text($0) != nil }) {
            throw Refusal(
                Violation(
                    "correction-twice",
                    vi: "đã chọn tệp thì để trống các mục về điểm, hoặc bỏ tệp",
                    en: "with a file leave the fields of the mark empty, or choose no file",
                    at: Place(column: field)))
        }
        let file = try RecordFile<CorrectionColumn>.read(received: received.bytes, name: received.name)
        return try file.parsed { (row, notation) throws(Refusal) in
            try MarkCorrection(row.fields, notation, row: row.line)
        }.map(\.value)
    }
}

/// What a correction would change, entry by entry, before it is recorded.
private struct CorrectionPreview {
    let page: DeskPage

    init(
        _ desk: DeskRound, _ report: CorrectionReport, _ fields: FormFields, _ received: ReceivedRecords?,
        carrying names: [String]
    ) {
        let changed = report.lines.filter(\.difference.isChanged)
        var page = desk.page(
            Bilingual(vi: "Kết quả sau khi sửa: xem trước", en: "The corrected result, before it is recorded")
        )
        page.above.append(.init("\(desk.address)/corrections", "Sửa kết quả", "Corrections"))
        page.facts = [
            .init("Bản hiện nay", "Version now", String(report.base)),
            .init("Sẽ thành bản", "Becomes version", String(report.base + 1)),
            .init("Sản phẩm thay đổi", "Entries that change", "\(changed.count) / \(report.lines.count)"),
        ]
        page.warnings = report.lines.compactMap { line in
            line.difference.consequence.map { consequence in
                Bilingual(
                    vi: "\(line.difference.entry): \(consequence.name.vi)"
                        + (line.certificate.map { ". Giấy chứng nhận \($0) vẫn còn hiệu lực" } ?? ""),
                    en: "\(line.difference.entry): \(consequence.name.en)"
                        + (line.certificate.map { ". Certificate \($0) is still live" } ?? "")
                ).sentence
            }
        }
        page.tables = [Self.table(changed)]
        var carried = fields.carried(
            ["seen"] + names,
            adding: ["sure": "yes", "base": String(report.base), "shown": report.digest])
        if let received {
            carried += received.carried("").filter { ["content", "name"].contains($0.id) }
        }
        page.forms = [
            .init(
                action: "\(desk.address)/correct", fields: carried,
                button: Bilingual(vi: "Ghi bản \(report.base + 1)", en: "Record version \(report.base + 1)"),
                mayGoBack: true)
        ]
        self.page = page
    }

    private static func table(_ lines: [CorrectionReport.Line]) -> DeskPage.Table {
        .init(
            Bilingual(vi: "Khác biệt", en: "Differences"),
            empty: Bilingual(vi: "Không sản phẩm nào thay đổi.", en: "No entry changes."),
            [
                Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Điểm", en: "Total"),
                Bilingual(vi: "Hạng", en: "Rank"), Bilingual(vi: "Đủ điều kiện", en: "Eligible"),
                Bilingual(vi: "Đã công nhận", en: "Recognised"),
                Bilingual(vi: "Giấy chứng nhận", en: "Certificate"),
            ],
            lines.map { line in
                let (before, after) = (line.difference.before, line.difference.after)
                return [
                    .text(line.difference.entry),
                    .text(change(before.shown.map(TallyTable.decimal), after.shown.map(TallyTable.decimal))),
                    .text(change(before.rank.map(String.init), after.rank.map(String.init))),
                    .text(change(before.eligible.map(word), after.eligible.map(word))),
                    .text(line.difference.isRecognised.map(word)), .text(line.certificate),
                ]
            })
    }

    private static func word(_ flag: Bool) -> String { flag ? "có" : "không" }

    /// `81,50 → 83,00`; the value alone where it stays.
    private static func change(_ before: String?, _ after: String?) -> String {
        before == after ? after ?? "–" : "\(before ?? "–") → \(after ?? "–")"
    }
}

extension CorrectionAction {
    fileprivate var words: Bilingual {
        switch self {
        case .replace: Bilingual(vi: "thay điểm khác", en: "put another mark in its place")
        case .exclude: Bilingual(vi: "loại điểm ra", en: "take the mark out")
        case .add:
            Bilingual(vi: "thêm điểm đã chấm mà chưa nhập", en: "add a mark that was given, not entered")
        }
    }
}
