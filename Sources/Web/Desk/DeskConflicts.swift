import Registry
import RuralIndustry

struct ConflictPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let conflicts = try await desk.registry.conflicts(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Xung đột lợi ích", en: "Conflicts of interest"))
        page.lead = [
            Bilingual(
                vi: "Giám khảo có xung đột không được chấm hồ sơ của cơ sở đó; phiếu đã có không được tính.",
                en:
                    "A judge in conflict does not mark an establishment's entries; sheets that are there do not count."
            )
        ]
        if desk.standing.may(.conflictRecord), [.draft, .open, .judging].contains(desk.round.state) {
            page.actions = [.init("\(desk.address)/new-conflict", "Ghi một xung đột", "Record a conflict")]
        }
        page.tables = [
            .init(
                Bilingual(vi: "Đã ghi", en: "Recorded"), empty: Bilingual(vi: "Chưa có.", en: "None."),
                [
                    Bilingual(vi: "Giám khảo", en: "Judge"), Bilingual(vi: "Cơ sở", en: "Establishment"),
                    Bilingual(vi: "Nguồn", en: "Source"), Bilingual(vi: "Lý do", en: "Reason"),
                    Bilingual(vi: "Ngày", en: "Day"),
                    Bilingual(vi: "Phiếu không tính", en: "Sheets left out"),
                ],
                conflicts.map { conflict in
                    [
                        .text(conflict.judge),
                        .link("/establishments/\(conflict.establishmentID)", conflict.establishmentName),
                        .words(conflict.source.words), .text(conflict.reason),
                        .text(conflict.declaredOn.vietnamese), .text(String(conflict.excludedSheets)),
                    ]
                })
        ]
        self.page = page
    }
}

extension ConflictSource {
    var words: Bilingual {
        switch self {
        case .declared: Bilingual(vi: "tự khai", en: "declared")
        case .recorded: Bilingual(vi: "thư ký ghi", en: "recorded")
        case .sameUnit: Bilingual(vi: "cùng địa bàn", en: "same unit")
        }
    }
}

enum ConflictForms {
    @Sendable static func add(_ desk: DeskRound) async throws -> DeskForm {
        let judges = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer).filter { $0.to == nil }
        var makers: [Int64: String] = [:]
        for entry in try await desk.registry.entries(ofRound: desk.id, as: desk.viewer) {
            makers[entry.establishmentID] = entry.establishmentName
        }
        let choices = makers.sorted { $0.value < $1.value }.map {
            (value: String($0.key), name: Bilingual(vi: $0.value, en: ""))
        }
        return DeskForm(
            title: Bilingual(vi: "Ghi một xung đột lợi ích", en: "Record a conflict"),
            lead: [
                Bilingual(
                    vi: "Đã ghi thì không gỡ được; từ nay giám khảo không chấm hồ sơ của cơ sở này.",
                    en: "It cannot be taken back.")
            ],
            fields: { filling in
                [
                    filling.list(
                        "judge", Bilingual(vi: "Giám khảo", en: "Judge"),
                        of: judges.map { ($0.code, Bilingual(vi: "\($0.code) – \($0.name)", en: "")) }),
                    filling.list(
                        "establishment", Bilingual(vi: "Cơ sở", en: "Establishment"), of: choices,
                        hint: Bilingual(
                            vi: "Các cơ sở có hồ sơ trong kỳ.", en: "Those with entries in the round.")),
                    filling.few(
                        "source", Bilingual(vi: "Do ai", en: "By whom"),
                        of: [ConflictSource.declared, .recorded].map { ($0.rawValue, $0.words) }),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Reason")),
                ]
            }, button: Bilingual(vi: "Ghi", en: "Record"), wayBack: "\(desk.address)/conflicts"
        ) { fields in
            guard let establishment = Int64(fields["establishment"]) else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn cơ sở", en: "choose the establishment",
                        at: Place(column: "establishment")))
            }
            try await desk.registry.recordConflict(
                round: desk.id, judge: fields["judge"], establishment: establishment,
                source: try fields.choice("source", ConflictSource.self), because: fields["reason"],
                on: desk.today, as: desk.viewer)
            return .done("\(desk.address)/conflicts")
        }
    }
}
