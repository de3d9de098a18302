/// Units through time, looked up by code and day.
public struct UnitCatalogue: Sendable {
    /// By code, ordered by the beginning of their validity.
    private var records: [UnitCode: [UnitRecord]] = [:]

    /// `changes` take the place of what has the same code and beginning in `known`.
    public init(_ known: [UnitRecord], changedBy changes: [UnitRecord] = []) {
        let replaced = Set(changes.map(Key.init))
        for record in known where !replaced.contains(Key(record)) {
            records[record.code, default: []].append(record)
        }
        for record in changes { records[record.code, default: []].append(record) }
        for code in records.keys { records[code]?.sort { $0.validity.startsBefore($1.validity) } }
    }

    /// The unit that has the code on the day.
    public func unit(_ code: UnitCode, on day: Day) -> UnitRecord? {
        records[code]?.first { $0.validity.contains(day) }
    }

    /// Everything that ever had the code, the oldest first.
    public func history(of code: UnitCode) -> [UnitRecord] { records[code] ?? [] }

    public var all: [UnitRecord] {
        records.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// True if the code means some unit on every day of the stretch, be it one after another.
    public func covers(_ code: UnitCode, during stretch: Validity) -> Bool {
        var reached = stretch.from
        var isReachedFromEver = stretch.from == nil
        for record in history(of: code) {
            let validity = record.validity
            if isReachedFromEver {
                guard validity.from == nil else { return false }
                isReachedFromEver = false
            } else if let from = validity.from, let due = reached, from > due {
                return false
            }
            guard let end = validity.to else { return true }
            if let due = reached, end <= due { continue }
            reached = end
            if let last = stretch.to, end >= last { return true }
        }
        return false
    }

    private struct Key: Hashable {
        let code: UnitCode
        let from: Day?

        init(_ record: UnitRecord) {
            code = record.code
            from = record.validity.from
        }
    }
}

extension Validity {
    /// True if some day belongs to both.
    public func overlaps(_ other: Validity) -> Bool {
        let startsInTime = from.flatMap { from in other.to.map { from < $0 } } ?? true
        let endsLate = to.flatMap { to in other.from.map { $0 < to } } ?? true
        return startsInTime && endsLate
    }

    /// Since ever comes first.
    func startsBefore(_ other: Validity) -> Bool {
        guard let otherFrom = other.from else { return false }
        return from.map { $0 < otherFrom } ?? true
    }
}
