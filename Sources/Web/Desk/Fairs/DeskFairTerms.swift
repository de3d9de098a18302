import Registry
import RuralIndustry

/// What a fair declares about sharing out its booths, typed or from a file.
enum FairTermsForm {
    @Sendable static func make(_ desk: DeskFair) async throws -> DeskForm {
        let known = desk.standing.terms.flatMap { $0.isUsed ? nil : $0 }
        var lead = [
            Bilingual(
                vi:
                    "Cách phân bổ phải công bố trước khi biết ai đăng ký. Hết ngày cuối nhận đăng ký thì không đổi được nữa.",
                en:
                    "How booths are shared out is declared before it is known who asks. After the last day of requests it cannot be changed."
            )
        ]
        if let terms = desk.standing.terms {
            lead.append(
                Bilingual(
                    vi:
                        "Bản \(terms.version), do \(terms.actor) công bố lúc \(terms.at.vietnameseMinute), khi đã có \(terms.requestsBefore) đăng ký"
                        + (terms.isUsed
                            ? "; đã phân bổ theo bản này, bản mới mở một đợt đăng ký khác." : "."),
                    en: "Version \(terms.version)" + (terms.isUsed ? ", which booths were shared out by" : "")
                ))
            lead.append(
                Bilingual(
                    vi:
                        "\(terms.rules.scale.text.vi.capitalizedFirst); \(terms.rules.priority.text.vi).",
                    en: ""))
        }
        return DeskForm(
            title: Bilingual(vi: "Quy tắc phân bổ", en: "Terms of sharing out"), lead: lead,
            values: [
                "requests_until": known?.requestsUntil.vietnamese ?? "", "seed": known?.seed ?? "",
                "counting": (known?.rules.priority.counting ?? .highest).rawValue,
                "limit": known?.rules.priority.limit.map(String.init) ?? "",
            ].merging(known?.rules.priority.typed ?? [:]) { $1 }
                .merging((known?.rules.scale ?? .standard).typed) { $1 },
            fields: { filling in
                let first: [FormField] = [
                    filling.day(
                        "requests_until", Bilingual(vi: "Ngày cuối nhận đăng ký", en: "Last day of requests"),
                        hint: Bilingual(
                            vi: "Trước ngày khai mạc \(desk.fair.days.first.vietnamese).",
                            en: "Before the opening.")),
                    filling.line(
                        "seed", Bilingual(vi: "Mầm bốc thăm", en: "Seed of the draw"),
                        hint: Bilingual(
                            vi:
                                "Câu bất kỳ, công bố trước khi biết ai đăng ký, ví dụ kết quả xổ số của ngày công bố. Không có mầm thì không bốc thăm giữa các đăng ký ngang nhau được.",
                            en: "Any text, declared before it is known who asks."), isOptional: true),
                ]
                let points: [FormField] = SelectionLevel.allCases.reversed().map { level in
                    filling.line(
                        level.pointsField,
                        Bilingual(
                            vi: "Điểm ưu tiên cho một công nhận \(level.name.vi)",
                            en: "Points for an award, \(level.name.en)"), isOptional: true,
                        inputMode: "numeric")
                }
                let last: [FormField] = [
                    filling.few(
                        "counting", Bilingual(vi: "Tính điểm", en: "Counting"),
                        of: [
                            (
                                PriorityRule.Counting.highest.rawValue,
                                Bilingual(vi: "Công nhận cao điểm nhất", en: "The highest counts")
                            ),
                            (
                                PriorityRule.Counting.sum.rawValue,
                                Bilingual(vi: "Cộng mọi công nhận", en: "All are added")
                            ),
                        ]),
                    filling.line(
                        "limit", Bilingual(vi: "Tối đa (điểm)", en: "At most (points)"), isOptional: true,
                        inputMode: "numeric"),
                ]
                return first + points + last + ScaleFields(filling: filling).all + [
                    filling.file(
                        "rules", Bilingual(vi: "Hoặc tệp quy tắc (JSON)", en: "Or a file of rules (JSON)"),
                        accept: ".json,application/json",
                        hint: Bilingual(
                            vi:
                                "Chọn tệp thì điểm ưu tiên và thang điểm lấy từ tệp, không lấy ở các mục trên.",
                            en: "With a file, points and scale are those of the file."), isOptional: true)
                ]
            }, button: Bilingual(vi: "Công bố quy tắc", en: "Declare")
        ) { fields in
            var gathering = FormFields.Gathering()
            let until = try gathering.value { try fields.day("requests_until") }
            let rules = try gathering.value { try Self.rules(fields) }
            try Refusal.throwIfAny(gathering.violations)
            guard let rules else { throw Problem.noSuchPage }
            _ = try await desk.registry.declareFairTerms(
                NewFairTerms(requestsUntil: until, seed: fields.text("seed"), rules: rules), fair: desk.id,
                as: desk.viewer, today: desk.today)
            return .done(desk.address)
        }
    }

    private static func rules(_ fields: FormFields) throws -> AllocationRules {
        guard let file = fields.files["rules"], !file.content.isEmpty else {
            return try typedRules(fields)
        }
        do throws(Violation) {
            if file.content.count > mostBytes {
                throw Violation(
                    "file-too-large", vi: "tệp quy tắc lớn quá \(mostBytes >> 10) KB",
                    en: "the file of rules is larger than \(mostBytes >> 10) KB")
            }
            return try AllocationRules(try JSONValue(parsing: file.content))
        } catch {
            let place = error.place.pointer.map { $0 + ": " } ?? ""
            throw Refusal(
                Violation(
                    error.code, vi: place + error.text.vi, en: place + error.text.en,
                    at: Place(column: "rules")))
        }
    }

    /// Rules are a few numbers.
    private static let mostBytes = 64 << 10

    private static func typedRules(_ fields: FormFields) throws -> AllocationRules {
        var gathering = FormFields.Gathering()
        let counting = try gathering.value { try fields.choice("counting", PriorityRule.Counting.self) }
        let limit = try gathering.value { try fields.optionalNumber("limit") } ?? nil
        var points: [String] = []
        for level in SelectionLevel.allCases {
            let number = try gathering.value { try fields.optionalNumber(level.pointsField) } ?? nil
            if let number { points.append("\(level.rawValue):\(number)") }
        }
        let priority = try gathering.value { () throws -> PriorityRule in
            do throws(Violation) {
                return try PriorityRule(
                    points.joined(separator: "|"), counting: counting ?? .highest, limit: limit)
            } catch { throw Refusal(error.inColumn(SelectionLevel.national.pointsField)) }
        }
        let scale = try gathering.value { try ScaleFields.scale(fields) }
        try Refusal.throwIfAny(gathering.violations)
        guard let priority, let scale else { throw Problem.noSuchPage }
        return AllocationRules(priority: priority, scale: scale)
    }
}

extension PriorityRule {
    /// As the form has them, by the field of each level.
    fileprivate var typed: [String: String] {
        Dictionary(uniqueKeysWithValues: points.map { ($0.key.pointsField, String($0.value)) })
    }
}

extension SelectionLevel {
    fileprivate var pointsField: String { "points_\(rawValue)" }
}

/// The numbers of a scale of preferences.
private struct ScaleFields {
    let filling: FormFilling

    var all: [FormField] {
        [
            field(
                "scale_first_booth",
                Bilingual(vi: "Thang điểm: gian thứ nhất của một đơn vị", en: "Scale: a tenant's first booth")
            ),
            field(
                "scale_further_booth",
                Bilingual(vi: "Thang điểm: mỗi gian thêm", en: "Scale: each further one")
            ),
            field(
                "scale_point", Bilingual(vi: "Thang điểm: mỗi điểm ưu tiên", en: "Scale: each priority point")
            ),
            field(
                "scale_rank",
                Bilingual(vi: "Thang điểm: mỗi bậc khu mong muốn", en: "Scale: each place among the wishes")),
            field(
                "scale_ranks", Bilingual(vi: "Số bậc khu mong muốn được tính", en: "How many wishes count")),
        ]
    }

    private func field(_ id: String, _ label: Bilingual) -> FormField {
        filling.line(id, label, inputMode: "numeric")
    }

    static func scale(_ fields: FormFields) throws -> PreferenceScale {
        var gathering = FormFields.Gathering()
        func number(_ id: String) throws -> Int? { try gathering.value { try fields.number(id) } }
        let first = try number("scale_first_booth")
        let further = try number("scale_further_booth")
        let point = try number("scale_point")
        let rank = try number("scale_rank")
        let ranks = try number("scale_ranks")
        try Refusal.throwIfAny(gathering.violations)
        guard let first, let further, let point, let rank, let ranks else { throw Problem.noSuchPage }
        // the way of a file, which bounds the numbers too
        do throws(Violation) {
            return try AllocationRules(
                .object([
                    "scale": .object([
                        "first_booth": .integer(Int64(first)), "further_booth": .integer(Int64(further)),
                        "point": .integer(Int64(point)), "rank": .integer(Int64(rank)),
                        "ranks": .integer(Int64(ranks)),
                    ])
                ])
            ).scale
        } catch {
            let key = error.place.pointer?.split(separator: "/").last.map { "scale_\($0)" }
            throw Refusal(
                error.inColumn(key == nil || key == "scale_scale" ? "scale_first_booth" : key ?? ""))
        }
    }
}

extension PreferenceScale {
    /// As the form has them.
    fileprivate var typed: [String: String] {
        [
            "scale_first_booth": String(firstBooth), "scale_further_booth": String(furtherBooth),
            "scale_point": String(point), "scale_rank": String(rank), "scale_ranks": String(ranks),
        ]
    }
}
