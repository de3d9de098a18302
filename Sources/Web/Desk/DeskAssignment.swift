import Registry
import RuralIndustry

struct AssignmentPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let pairs = try await desk.registry.assignments(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Phân công chấm", en: "Who marks what"))
        page.warnings = desk.standing.missing.filter { $0.code.hasPrefix("assignment-") }.map(\.text.sentence)
        if desk.standing.may(.assignmentDraw), desk.round.state == .open {
            page.actions = [
                .init(
                    "\(desk.address)/draw", pairs.isEmpty ? "Bốc thăm" : "Bốc thăm lại",
                    pairs.isEmpty ? "Draw" : "Draw again")
            ]
        }
        if pairs.isEmpty {
            page.lead = [
                Bilingual(
                    vi: "Chưa bốc thăm: mọi giám khảo chấm mọi sản phẩm mà họ không có xung đột.",
                    en: "Nothing was drawn: all judges mark all entries that they are not in conflict with.")
            ]
        } else if desk.standing.may(.conflictRead) {
            let draw = try await desk.registry.assignmentDraw(ofRound: desk.id, as: desk.viewer)
            page.facts = [
                .init("Mầm bốc thăm", "Seed", draw.input.seed),
                .init("Giám khảo cho mỗi hồ sơ", "Judges an entry", String(draw.input.perEntry)),
                .init("SHA-256 của dữ liệu bốc thăm", "SHA-256 of the input", draw.inputSHA256),
            ]
        }
        let byEntry = Dictionary(grouping: pairs, by: \.entry)
        page.tables = [
            .init(
                Bilingual(vi: "Theo hồ sơ", en: "By entry"),
                empty: Bilingual(vi: "Chưa có.", en: "None."),
                [Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Giám khảo", en: "Judges")],
                byEntry.keys.sorted().map { entry in
                    [
                        .text(entry),
                        .text((byEntry[entry] ?? []).map(\.judge).joined(separator: ", ")),
                    ]
                })
        ]
        self.page = page
    }
}

enum AssignmentForms {
    @Sendable static func draw(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Bốc thăm phân công", en: "Draw the judges"),
            lead: [
                Bilingual(
                    vi:
                        "Đều nhau, không xung đột, và ai cũng bốc lại được từ mầm bốc thăm. Bốc lại thì lần sau thay lần trước; lần trước vẫn lưu.",
                    en:
                        "Evenly, without conflicts, and anybody can draw it again from the seed. Drawing again replaces the draw before, which stays on record."
                )
            ],
            fields: { filling in
                [
                    filling.line(
                        "per_entry",
                        Bilingual(vi: "Số giám khảo cho mỗi hồ sơ", en: "Judges for each entry"),
                        inputMode: "numeric"),
                    filling.line(
                        "seed", Bilingual(vi: "Mầm bốc thăm", en: "Seed"),
                        hint: Bilingual(
                            vi: "Công bố trước khi bốc, từ một nguồn không ai chọn được.",
                            en: "Named in advance, from a source that nobody can choose.")),
                ]
            }, button: Bilingual(vi: "Bốc thăm", en: "Draw"), wayBack: "\(desk.address)/assignment"
        ) { fields in
            _ = try await desk.registry.drawAssignment(
                round: desk.id, perEntry: try fields.number("per_entry"), seed: fields["seed"],
                on: desk.today, as: desk.viewer)
            return .done("\(desk.address)/assignment")
        }
    }
}
