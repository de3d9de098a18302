import Registry
import RuralIndustry

struct DecisionPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let lines = try await desk.registry.decisionLines(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Quyết định công nhận", en: "Decision"))
        if desk.round.state == .closed, desk.standing.may(.roundDecide) {
            page.warnings = desk.standing.missing.map(\.text.sentence)
            page.actions = [.init("\(desk.address)/decision", "Ghi quyết định", "Record the decision")]
        }
        if [.decided, .published].contains(desk.round.state), desk.standing.may(.roundDecide) {
            page.actions = [.init("\(desk.address)/amend", "Ghi quyết định sửa đổi", "Amend the decision")]
        }
        if desk.standing.may(.minutesRead), [.closed, .decided, .published].contains(desk.round.state) {
            page.actions += [
                .init("\(desk.address)/minutes.pdf", "Biên bản tổng hợp (PDF)", "Minutes (PDF)"),
                .init("\(desk.address)/minutes", "Biên bản dạng văn bản", "Minutes as text"),
            ]
        }
        if [.decided, .published].contains(desk.round.state) {
            page.actions.append(
                .init(
                    "\(desk.address)/decision-list.pdf", "Danh sách kèm quyết định (PDF)",
                    "List of the decision (PDF)"))
        }
        if !lines.isEmpty {
            page.actions.append(
                .init("\(desk.address)/decisions/history", "Lịch sử quyết định", "History of the decisions"))
        }
        page.facts = desk.standing.decision?.facts ?? []
        page.tables = [
            .init(
                Bilingual(vi: "Danh sách", en: "List"),
                empty: Bilingual(vi: "Chưa có quyết định.", en: "There is no decision yet."),
                [
                    Bilingual(vi: "Quyết định", en: "Act"), Bilingual(vi: "Mã số", en: "Entry"),
                    Bilingual(vi: "Sản phẩm", en: "Product"), Bilingual(vi: "Công nhận", en: "Recognised"),
                    Bilingual(vi: "Bộ, hạng", en: "Set, class"), Bilingual(vi: "Lý do", en: "Reason"),
                    Bilingual(vi: "Hiệu lực", en: "Standing"),
                ],
                lines.map { line in
                    [
                        .text(line.number), .text(line.entry), .text(line.productName),
                        .words(
                            line.isRecognised
                                ? Bilingual(vi: "có", en: "yes") : Bilingual(vi: "không", en: "no")),
                        .text([line.setName, line.awardClass].compactMap(\.self).joined(separator: ", ")),
                        .text(line.reason),
                        .words(
                            line.isStanding
                                ? Bilingual(vi: "đang có hiệu lực", en: "stands")
                                : Bilingual(vi: "đã sửa đổi", en: "amended")),
                    ]
                })
        ]
        self.page = page
    }
}

extension DecisionRecord {
    /// The act itself, on a page.
    var facts: [DeskPage.Fact] {
        let signatory = [capacity, signatoryTitle, signatoryName].filter { !$0.isEmpty }
        return [
            .init("Số, ngày", "Number, day", "\(number), ngày \(decidedOn.vietnamese)"),
            .init("Cơ quan", "Authority", authority), .init("Nơi ký", "Place", place),
            .init("Người ký", "Signatory", signatory.isEmpty ? "–" : signatory.joined(separator: " ")),
        ]
    }
}

/// The act itself, the same whether it decides or amends.
enum DecisionActFields {
    static let names = [
        "number", "date", "authority", "place", "capacity", "signatory_title", "signatory_name",
    ]

    static func fields(_ filling: FormFilling) -> [FormField] {
        [
            filling.line(
                "number", Bilingual(vi: "Số quyết định", en: "Number"),
                hint: Bilingual(vi: "Ví dụ 1234/QĐ-UBND.", en: "For example 1234/QĐ-UBND.")),
            filling.day("date", Bilingual(vi: "Ngày quyết định", en: "Day")),
            filling.line(
                "authority", Bilingual(vi: "Cơ quan quyết định", en: "Authority"),
                hint: Bilingual(
                    vi: "Bỏ trống: theo cấp, bằng tên của ngày đó.", en: "Empty: as the level says."),
                isOptional: true),
            filling.line("place", Bilingual(vi: "Nơi ký", en: "Place"), isOptional: true),
            filling.list(
                "capacity", Bilingual(vi: "Quyền hạn ký", en: "Signs"),
                of: SigningCapacity.allCases.map {
                    ($0.rawValue, Bilingual(vi: "\($0.mark) \($0.meaning.vi)", en: $0.meaning.en))
                }, isOptional: true),
            filling.line(
                "signatory_title", Bilingual(vi: "Chức vụ người ký", en: "Title"), isOptional: true),
            filling.line(
                "signatory_name", Bilingual(vi: "Họ tên người ký", en: "Signatory"),
                isOptional: true),
        ]
    }

    static func act(_ fields: FormFields) throws -> DecisionAct {
        DecisionAct(
            number: fields["number"], decidedOn: try fields.day("date"), authority: fields.text("authority"),
            place: fields.text("place"), capacity: SigningCapacity(rawValue: fields["capacity"]),
            signatoryTitle: fields.text("signatory_title"), signatoryName: fields.text("signatory_name"))
    }
}
