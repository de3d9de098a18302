/// How many awards there are, by year, level, group and province: the figures that everybody may have.
public struct AwardFigures: Hashable, Sendable {
    /// Awards that are alike in all four.
    public struct Line: Hashable, Sendable {
        public let year: Int
        public let level: SelectionLevel
        /// Nil: not on record, as of some awards of earlier years.
        public let group: ProductGroupID?
        /// The code of the province of the day that they count under; nil: they cannot be counted under one.
        public let province: String?
        public let awards: Int

        public init(
            year: Int, level: SelectionLevel, group: ProductGroupID?, province: String?, awards: Int
        ) {
            self.year = year
            self.level = level
            self.group = group
            self.province = province
            self.awards = awards
        }
    }

    /// What is looked at: nil is everything.
    public struct Choice: Hashable, Sendable {
        public var year: Int?
        public var level: SelectionLevel?
        public var group: ProductGroupID?
        public var province: String?

        public init(
            year: Int? = nil, level: SelectionLevel? = nil, group: ProductGroupID? = nil,
            province: String? = nil
        ) {
            self.year = year
            self.level = level
            self.group = group
            self.province = province
        }
    }

    public let lines: [Line]

    public init(_ lines: [Line]) { self.lines = lines }

    public var total: Int { lines.reduce(0) { $0 + $1.awards } }

    /// From the first to the last year that has awards, with those between that have none; nil: there is none at all.
    public var years: ClosedRange<Int>? {
        guard let first = lines.map(\.year).min(), let last = lines.map(\.year).max() else { return nil }
        return first...last
    }

    public func matching(_ choice: Choice) -> AwardFigures {
        AwardFigures(
            lines.filter { line in
                (choice.year.map { $0 == line.year } ?? true)
                    && (choice.level.map { $0 == line.level } ?? true)
                    && (choice.group.map { $0 == line.group } ?? true)
                    && (choice.province.map { $0 == line.province } ?? true)
            })
    }

    /// Sums by one of the four, or by several of them.
    public func counts<Key: Hashable>(by key: (Line) -> Key) -> [Key: Int] {
        lines.reduce(into: [:]) { counts, line in counts[key(line), default: 0] += line.awards }
    }
}
