/// What the organiser declares before requests close about how booths will be shared out: what a wish is worth, and what awards
/// count.
public struct AllocationRules: Hashable, Sendable {
    public let priority: PriorityRule
    public let scale: PreferenceScale

    /// Nobody has priority, and the standard scale.
    public static let standard = AllocationRules(priority: .none, scale: .standard)

    public init(priority: PriorityRule = .none, scale: PreferenceScale = .standard) {
        self.priority = priority
        self.scale = scale
    }

    /// Reads
    /// `{"priority": {"points": {"national": 30, "provincial": 10}, "counting": "highest", "limit": 40},
    ///   "scale": {"first_booth": 1000, "further_booth": 400, "point": 10, "rank": 50, "ranks": 3}}`.
    /// What is left out is as in `standard`.
    ///
    /// - Throws: `fair-rules` with a pointer, `priority-rule-unreadable`, `priority-points`, `preference-scale`.
    public init(_ document: JSONValue) throws(Violation) {
        let whole = try StrictObject(document, keys: ["priority", "scale"], code: Self.code)
        priority =
            try whole.value("priority").map { (value) throws(Violation) in try PriorityRule(value) }
            ?? PriorityRule.none
        scale =
            try whole.value("scale").map { (value) throws(Violation) in try PreferenceScale(value) }
            ?? .standard
    }

    static let code = "fair-rules"

    /// Reads back to the same rules, nothing left out.
    public var document: JSONValue { .object(["priority": priority.document, "scale": scale.document]) }
}

extension PriorityRule {
    fileprivate init(_ document: JSONValue) throws(Violation) {
        let fields = try StrictObject(
            document, "/priority", keys: ["points", "counting", "limit"], code: AllocationRules.code)
        let points = try fields.numbers("points").sorted { $0.key < $1.key }
        let counting = try fields.optionalText("counting") ?? Counting.highest.rawValue
        guard let counting = Counting(rawValue: counting) else {
            throw Violation(
                AllocationRules.code, vi: "counting phải là highest hoặc sum",
                en: "counting is highest or sum",
                at: fields.place("counting"))
        }
        let limit = fields.has("limit") ? try fields.number("limit") : nil
        do throws(Violation) {
            try self.init(
                points.map { "\($0.key):\($0.value)" }.joined(separator: "|"), counting: counting,
                limit: limit)
        } catch { throw error.at(fields.place("points")) }
    }

    var document: JSONValue {
        let points = self.points.map { ($0.key.rawValue, JSONValue.integer(Int64($0.value))) }
        return .object([
            "points": .object(Dictionary(points) { first, _ in first }),
            "counting": .string(counting.rawValue),
            "limit": limit.map { .integer(Int64($0)) } ?? .null,
        ])
    }

    /// The rule in words, as minutes print it.
    public var text: Bilingual {
        if points.isEmpty { return Bilingual(vi: "không có điểm ưu tiên", en: "no priority points") }
        let each = SelectionLevel.allCases.compactMap { level in points[level].map { (level.name, $0) } }
        let vi = each.map { "\($0.0.vi) \($0.1)" }.joined(separator: ", ")
        let en = each.map { "\($0.0.en) \($0.1)" }.joined(separator: ", ")
        let isSum = counting == .sum
        return Bilingual(
            vi: "điểm ưu tiên theo sản phẩm được công nhận: \(vi); "
                + (isSum ? "cộng mọi công nhận" : "tính công nhận cao điểm nhất")
                + (limit.map { ", tối đa \($0)" } ?? ""),
            en: "priority points by awards: \(en); " + (isSum ? "all are added" : "the highest counts")
                + (limit.map { ", at most \($0)" } ?? ""))
    }
}

extension PreferenceScale {
    fileprivate init(_ document: JSONValue) throws(Violation) {
        let keys = ["first_booth", "further_booth", "point", "rank", "ranks"]
        let fields = try StrictObject(document, "/scale", keys: keys, code: AllocationRules.code)
        let standard = PreferenceScale.standard
        func number(_ key: String, _ otherwise: Int) throws(Violation) -> Int {
            guard fields.has(key) else { return otherwise }
            let number = try fields.number(key)
            if number <= Self.largest { return number }
            throw Violation(
                AllocationRules.code, vi: "số lớn quá \(Self.largest)",
                en: "the number is above \(Self.largest)",
                at: fields.place(key))
        }
        do throws(Violation) {
            try self.init(
                checked: try number("first_booth", standard.firstBooth),
                furtherBooth: try number("further_booth", standard.furtherBooth),
                point: try number("point", standard.point), rank: try number("rank", standard.rank),
                ranks: try number("ranks", standard.ranks))
        } catch { throw error.at(Place(pointer: "/scale")) }
    }

    /// With ten thousand booths and as many points totals stay far within what integers hold.
    private static let largest = 1_000_000

    var document: JSONValue {
        func number(_ value: Int) -> JSONValue { .integer(Int64(value)) }
        return .object([
            "first_booth": number(firstBooth), "further_booth": number(furtherBooth), "point": number(point),
            "rank": number(rank), "ranks": number(ranks),
        ])
    }

    /// The scale in words, as minutes print it.
    public var text: Bilingual {
        let wishes = (0..<max(ranks, 0)).map { String(bonus(place: $0)) }
        let vi = wishes.isEmpty ? "" : "; khu mong muốn lần lượt thêm \(wishes.joined(separator: ", "))"
        let en = wishes.isEmpty ? "" : "; zones wished for add \(wishes.joined(separator: ", ")) in turn"
        return Bilingual(
            vi:
                "gian thứ nhất \(firstBooth), mỗi gian thêm \(furtherBooth), mỗi điểm ưu tiên \(point)\(vi)",
            en:
                "first booth \(firstBooth), each further one \(furtherBooth), each priority point \(point)\(en)"
        )
    }
}
