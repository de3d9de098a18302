/// The rules that a round is held under: a regulation and the layers below it, resolved and fully typed.
///
/// Made by `Regulation.resolve`; a round pins `document`, which resolves to the same rules again.
public struct Rules: Hashable, Sendable {
    /// The id of the lowest layer that is a regulation: the province's own if there is one, else the national.
    public let id: String
    public let title: String?
    /// Code of the province whose own rules these are; nil: the whole country.
    public let territory: String?
    /// Symbols of the acts that the rules rest on, of all layers, the highest first.
    public let legalBasis: [String]
    /// The days on which every layer is in force.
    public let validity: Validity
    public let levels: [LevelRule]
    public let groups: [ProductGroup]
    /// In the order of the score sheet. Never empty.
    public let criteria: [Criterion]
    public let rubrics: Rubrics
    public let stages: [Stage]
    /// The stage whose marks make the result; nil if no stages are declared, or if several make it.
    public let resultStage: String?
    /// The stages that make the result together; empty where one does.
    public let combination: [StageWeight]
    let stagePlan: StagePlan
    public let scoring: ScoringRules
    /// Classes of recognition (hạng); empty if the rules know none.
    public let classes: [AwardClass]
    public let complaint: ComplaintTerms
    public let judges: JudgeRules
    public let decision: DecisionRules
    public let notice: NoticeRules
    /// The resolved whole, for pinning and hashing.
    public let document: JSONValue

    /// Nil if rounds of this level are not held under these rules.
    public func level(_ level: SelectionLevel) -> LevelRule? { levels.first { $0.level == level } }

    public func group(_ id: ProductGroupID) -> ProductGroup? { groups.first { $0.id == id } }

    public func awardClass(_ idOrName: String) -> AwardClass? {
        classes.first { $0.id == idOrName } ?? classes.first { $0.name == idOrName }
    }

    /// The stage that makes the result by name: the ids joined by `+` where several do, `result` where none is declared.
    public var resultStageName: String {
        resultStage ?? (combination.isEmpty ? "result" : combination.map(\.stage).joined(separator: "+"))
    }

    /// What a judge marks for an entry of a group (nil: group unknown), in the order of the sheet: the lowest
    /// criteria of the group's rubric, or a criterion itself where there is none under it.
    public func leaves(group: ProductGroupID?) -> [Leaf] {
        criteria.flatMap { criterion in
            let nodes = rubrics.children(of: criterion.id, group: group)
            guard !nodes.isEmpty else {
                return [
                    Leaf(
                        id: criterion.id, name: criterion.name, criterion: criterion.id, max: criterion.max,
                        step: scoring.step)
                ]
            }
            return nodes.flatMap(\.leaves).map {
                Leaf(id: $0.id, name: $0.name, criterion: criterion.id, max: $0.max, step: scoring.step)
            }
        }
    }
}

/// What the rules say of rounds at one level.
public struct LevelRule: Hashable, Sendable {
    public let level: SelectionLevel
    /// Allowed numbers of council members; nil: the text does not say.
    public let councilSizes: [Int]?
    /// Whether the council must have a chair, who the text has sign at every level: unless `council_chair` is false.
    public let needsChair: Bool
    /// Certificates are valid to 31 December of this year, the year of issue being the first; nil: not said.
    public let certificateValidYears: Int?
    /// What an entry must hold of a lower level; nil at the lowest.
    public let requires: LowerAward?
    /// Rounds are usually held every so many years; nil: not said.
    public let everyYears: Int?
    /// The level whose rounds are usually held in the year before; nil: not said.
    public let yearAfter: SelectionLevel?

    /// The last day of a certificate issued under this rule; nil if the rule does not say.
    public func certificateValidTo(issuedOn day: Day) -> Day? {
        certificateValidYears.flatMap { Day.lastOf(year: day.year + $0 - 1) }
    }
}

/// A live award of one of some lower levels, as a condition for entering.
public struct LowerAward: Hashable, Sendable {
    public let anyOf: [SelectionLevel]
    /// The one lawful reason for entering without it.
    public let unless: EntryException?
}

/// Why an entry may do without the award of a lower level.
public enum EntryException: String, Hashable, Sendable, CaseIterable {
    /// No round was held below (TT 26/2014/TT-BCT Đ12.2d).
    case lowerRoundNotHeld = "lower-round-not-held"
}

public struct ProductGroup: Hashable, Sendable {
    public let id: ProductGroupID
    public let name: String
}

/// One of the criteria that the law names (TT 26/2014/TT-BCT, Phụ lục 4).
public struct Criterion: Hashable, Sendable {
    public let id: String
    public let name: String
    public let max: ExactDecimal
    /// What a `weight` step of the pipeline multiplies by; 1 unless said.
    public let weight: ExactDecimal
}

/// What a judge gives one mark for.
public struct Leaf: Hashable, Sendable {
    public let id: String
    public let name: String
    /// The criterion that the mark counts towards; equal to `id` where there is no rubric.
    public let criterion: String
    public let max: ExactDecimal
    /// Marks are multiples of this; nil: any number with at most six decimals.
    public let step: ExactDecimal?
}

/// A pass of judging within a round (vòng).
public struct Stage: Hashable, Sendable {
    public let id: String
    public let name: String
    /// What an entry must have reached to come into it; nil: every entry does.
    public let requires: StageEntry?
}

/// The total of an earlier stage that lets an entry into a later one.
public struct StageEntry: Hashable, Sendable {
    public let stage: String
    public let atLeast: ExactDecimal
}

/// What a stage's total counts in a result that several stages make; the weights add up to 1.
public struct StageWeight: Hashable, Sendable {
    public let stage: String
    public let weight: ExactDecimal
}

/// A class of recognition (hạng), such as A, B, C.
public struct AwardClass: Hashable, Sendable {
    public let id: String
    public let name: String
}

/// Working days for complaining and for answering (TT 26/2014/TT-BCT Đ20); nil: the text does not say.
public struct ComplaintTerms: Hashable, Sendable {
    public let fileWorkingDays: Int?
    public let answerWorkingDays: Int?

    public init(fileWorkingDays: Int?, answerWorkingDays: Int?) {
        self.fileWorkingDays = fileWorkingDays
        self.answerWorkingDays = answerWorkingDays
    }
}

/// What a round asks of its judges beyond the law, which knows no rule of conflict.
public struct JudgeRules: Hashable, Sendable {
    /// Judges may not mark entrants of their own commune or province; nil: they may.
    public let barredWithin: UnitLevel?
    /// The kinds of papers and photographs of an entry's dossier that its judges may see, in the order in which they are shown;
    /// none unless said. Such a paper is shown whole, with whatever it says of the entrant.
    public let dossierParts: [PaperKind]
    public let judgingNames: JudgingNames
}

/// Whether judges read the name that an entry was given for judging.
public enum JudgingNames: String, Hashable, Sendable, CaseIterable {
    case shown
    /// They see the code alone.
    case hidden
}

/// What a round asks of its decision beyond the law, which knows neither a vote's form nor an order that must be followed.
public struct DecisionRules: Hashable, Sendable {
    public let vote: DecisionVote
    public let orderReasons: OrderReasons
}

/// Whether a decision needs a recorded vote of the council that adopts its list.
public enum DecisionVote: String, Hashable, Sendable, CaseIterable {
    case required, optional
}

/// Whether passing over an entry for one ranked behind it needs a reason in the decision.
public enum OrderReasons: String, Hashable, Sendable, CaseIterable {
    case required
    /// It is told, and refuses nothing.
    case advised
}

/// What entrants are told beside their own total and the decision.
public struct NoticeRules: Hashable, Sendable {
    public let rank: NoticeRank
}

/// Whether an entrant learns the rank of the entry.
public enum NoticeRank: String, Hashable, Sendable, CaseIterable {
    case shown, hidden
}

/// The detailed frames of marks (khung điểm chi tiết) under the criteria, per product group.
public struct Rubrics: Hashable, Sendable {
    /// The key that stands for every group without a rubric of its own.
    public static let everyGroup = "*"

    /// Group id or `*`, then criterion id.
    let nodes: [String: [String: [RubricNode]]]

    func children(of criterion: String, group: ProductGroupID?) -> [RubricNode] {
        let own = group.flatMap { nodes[$0.rawValue] }
        return (own ?? nodes[Self.everyGroup])?[criterion] ?? []
    }

    /// The groups that have a frame of their own.
    var ownGroups: [ProductGroupID] {
        nodes.keys.filter { $0 != Self.everyGroup }.map(ProductGroupID.init(rawValue:)).sorted()
    }
}

/// A heading or a leaf under a criterion.
public struct RubricNode: Hashable, Sendable {
    public let id: String
    public let name: String
    public let max: ExactDecimal
    public let children: [RubricNode]

    var leaves: [RubricNode] { children.isEmpty ? [self] : children.flatMap(\.leaves) }
}
