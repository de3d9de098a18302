/// The keys of a regulation document, by where they stand.
enum RegulationKeys {
    static let top = [
        "id", "title", "extends", "territory", "legal_basis", "valid_from", "valid_to", "locked", "levels",
        "groups",
        "criteria", "rubrics", "stages", "result_stage", "scoring", "classes", "complaint", "judges",
        "decision", "result", "notice",
    ]
    static let scoring = [
        "pipeline", "eligible_at_least", "step", "display", "rank_within", "ties", "quorum",
    ]
    static let quorum = ["judges_per_entry", "members_present"]
    static let complaint = ["file_working_days", "answer_working_days"]
    static let judges = ["barred_within", "dossier_parts", "judging_names"]
    static let decision = ["vote", "order_reasons"]
    static let notice = ["rank"]
    static let level = [
        "id", "council_sizes", "certificate_valid_years", "requires", "every_years", "year_after",
        "council_chair",
    ]
    static let requires = ["any_of", "unless"]
    static let criterion = ["id", "name", "max", "weight"]
    static let rubric = ["criterion", "children"]
    static let node = ["id", "name", "max", "children"]
    static let named = ["id", "name"]
    static let stage = ["id", "name", "requires"]
    static let stageEntry = ["stage", "at_least"]
    static let result = ["combine", "missing"]
    static let stageWeight = ["stage", "weight"]

    /// Whether a path of a lock leads somewhere: a key of the document, or one below `scoring`, `complaint`, `decision`, `notice`,
    /// `judges` or a list whose elements have ids.
    static func canLock(_ path: [String]) -> Bool {
        guard let first = path.first, top.contains(first) else { return false }
        guard path.count > 1 else { return true }
        switch first {
        case "scoring": return scoring.contains(path[1])
        case "complaint": return complaint.contains(path[1])
        case "decision": return decision.contains(path[1])
        case "notice": return notice.contains(path[1])
        case "judges": return judges.contains(path[1])
        default: return ["levels", "groups", "criteria", "rubrics", "stages", "classes"].contains(first)
        }
    }
}
