/// What a correction changes for one entry, and what follows where the round is decided already.
public struct ResultDifference: Hashable, Sendable {
    public let entry: String
    public let before: Tally.Line
    public let after: Tally.Line
    /// What the decision says; nil: there is none yet.
    public let isRecognised: Bool?
    public let consequence: Consequence?

    /// What a correction calls for and never does by itself.
    public enum Consequence: String, CaseIterable, Hashable, Sendable {
        /// Recognised, and not eligible any more: the authority would withdraw the award, and its certificate with it.
        case awardWithdrawn = "award-withdrawn"
        /// Not recognised, and eligible only now: a new decision may recognise it.
        case awardPossible = "award-possible"
        /// Eligible, not recognised, and ranked before a recognised entry only now.
        case passedOver = "passed-over"
    }

    public var isChanged: Bool {
        (before.total, before.rank, before.eligible, before.judges, before.reason)
            != (after.total, after.rank, after.eligible, after.judges, after.reason)
    }

    /// Compares two versions of a result, line by line, in the order of the later one.
    ///
    /// - Parameters:
    ///   - recognised: the entries that the decision recognised; nil: there is no decision.
    ///   - isWithinGroups: ranks compare only within a product group.
    public static func between(
        _ before: [Tally.Line], _ after: [Tally.Line], recognised: Set<String>?, isWithinGroups: Bool = false
    ) -> [ResultDifference] {
        let lines = Dictionary(before.map { ($0.entry, $0) }) { first, _ in first }
        func scope(_ line: Tally.Line) -> ProductGroupID? { isWithinGroups ? line.group : nil }
        /// The last rank that is recognised and stays so, in each scope.
        func lastRanks(_ lines: [Tally.Line]) -> [ProductGroupID?: Int] {
            var last: [ProductGroupID?: Int] = [:]
            for line in lines where line.mayBeRecognised && recognised?.contains(line.entry) == true {
                last[scope(line)] = max(last[scope(line)] ?? 0, line.rank ?? 0)
            }
            return last
        }
        let (lastBefore, lastAfter) = (lastRanks(before), lastRanks(after))
        func isPassedOver(_ line: Tally.Line, _ last: [ProductGroupID?: Int]) -> Bool {
            line.mayBeRecognised && (line.rank ?? .max) < last[scope(line)] ?? 0
        }
        return after.compactMap { line in
            guard let old = lines[line.entry] else { return nil }
            let isRecognised = recognised?.contains(line.entry)
            let consequence: Consequence? =
                switch isRecognised {
                case true?: line.mayBeRecognised ? nil : .awardWithdrawn
                case false? where !old.mayBeRecognised && line.mayBeRecognised: .awardPossible
                case false? where isPassedOver(line, lastAfter) && !isPassedOver(old, lastBefore): .passedOver
                default: nil
                }
            return ResultDifference(
                entry: line.entry, before: old, after: line, isRecognised: isRecognised,
                consequence: consequence)
        }
    }
}

extension ResultDifference.Consequence {
    public var name: Bilingual {
        switch self {
        case .awardWithdrawn:
            Bilingual(
                vi: "không còn đủ điều kiện: cơ quan quyết định thu hồi danh hiệu và giấy chứng nhận",
                en: "not eligible any more: for the authority to withdraw award and certificate")
        case .awardPossible:
            Bilingual(
                vi: "nay đủ điều kiện: có thể công nhận bằng quyết định mới",
                en: "eligible now: a new decision may recognise it")
        case .passedOver:
            Bilingual(
                vi: "nay xếp trên sản phẩm được công nhận: cần xem xét hoặc nêu lý do",
                en: "ranked before a recognised entry now: to be considered, or explained")
        }
    }
}

extension Tally.Line {
    fileprivate var mayBeRecognised: Bool { total != nil && eligible != false }
}
