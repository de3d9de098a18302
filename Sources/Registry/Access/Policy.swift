import RuralIndustry

/// What can be asked of the registry. The raw value is the `action` of the audit trail.
public enum Action: String, CaseIterable, Sendable {
    case unitRead = "unit.read"
    case unitImport = "unit.import"
    case unitChange = "unit.change"
    case calendarRead = "calendar.read"
    case calendarImport = "calendar.import"
    case establishmentRead = "establishment.read"
    case establishmentAdd = "establishment.add"
    case establishmentEdit = "establishment.edit"
    case establishmentClose = "establishment.close"
    case establishmentImport = "establishment.import"
    case productRead = "product.read"
    case productAdd = "product.add"
    case productEdit = "product.edit"
    case productClose = "product.close"
    case productImport = "product.import"
    case regulationRead = "regulation.read"
    case regulationImport = "regulation.import"
    case roundRead = "round.read"
    case roundCreate = "round.create"
    case roundStep = "round.step"
    case roundCancel = "round.cancel"
    case roundDecide = "round.decide"
    case councilChange = "council.change"
    case panelChange = "panel.change"
    case conflictRead = "conflict.read"
    case conflictRecord = "conflict.record"
    case assignmentRead = "assignment.read"
    case assignmentDraw = "assignment.draw"
    case entryRead = "entry.read"
    case entryImport = "entry.import"
    case entryStep = "entry.step"
    case markImport = "mark.import"
    case tallyRead = "tally.read"
    case certificateRead = "certificate.read"
    case certificateVerify = "certificate.verify"
    case certificateIssue = "certificate.issue"
    case certificateRevoke = "certificate.revoke"
    case awardRead = "award.read"
    case awardHistory = "award.history"
    case awardImport = "award.import"
    case nominationRead = "nomination.read"
    case nominationCreate = "nomination.create"
    case userRead = "user.read"
    case userChange = "user.change"
    case auditRead = "audit.read"
    case integrityCheck = "integrity.check"
}

/// The one table of who may do what: role × action. Every use case asks it, pages and commands never decide.
///
/// Where a role may do it is not here: that is the territory, round or establishment that the role was given for (`Reach`).
enum Policy {
    static func allows(_ role: Role, _ action: Action) -> Bool { table[role]?.contains(action) ?? false }

    static let table: [Role: Set<Action>] = [
        .localOperator: Set(Action.allCases),
        .program: [.unitImport, .unitRead, .regulationImport, .regulationRead],
        .anybody: [.awardHistory, .certificateVerify],
        // Everything of a territory but judging itself, and but what the whole registry rests on.
        .officer: everyone.union([
            .establishmentRead, .establishmentAdd, .establishmentEdit, .establishmentClose,
            .establishmentImport,
            .productRead, .productAdd, .productEdit, .productClose, .productImport,
            .roundRead, .roundCreate, .roundStep, .roundCancel, .roundDecide, .councilChange, .panelChange,
            .conflictRead, .conflictRecord, .assignmentRead, .assignmentDraw,
            .entryRead, .entryImport, .entryStep, .markImport, .tallyRead,
            .certificateRead, .certificateIssue, .certificateRevoke,
            .awardRead, .awardImport, .nominationRead, .nominationCreate,
        ]),
        // The papers of one round: its seats, its entries, the marks that come on paper, its decision.
        .councilSecretary: everyone.union([
            .roundRead, .roundStep, .roundDecide, .councilChange, .panelChange,
            .conflictRead, .conflictRecord, .assignmentRead, .assignmentDraw, .entryRead, .entryStep,
            .markImport,
            .tallyRead, .certificateRead, .awardRead,
        ]),
        // A judge does not learn whose an entry is: no `entryRead`, and no tally before the head judge has it.
        .headJudge: everyone.union([.roundRead, .assignmentRead, .tallyRead]),
        .judge: everyone.union([.roundRead]),
        .clerk: everyone.union([
            .establishmentRead, .establishmentAdd, .establishmentEdit, .establishmentImport,
            .productRead, .productAdd, .productEdit, .productImport,
            .roundRead, .entryRead, .entryImport, .markImport, .awardRead, .awardImport,
        ]),
        .establishmentOwner: everyone.union([
            .establishmentRead, .establishmentEdit, .productRead, .productAdd, .productEdit, .productClose,
            .awardRead,
        ]),
        .auditor: everyone.union([
            .establishmentRead, .productRead, .roundRead, .conflictRead, .assignmentRead, .entryRead,
            .tallyRead, .certificateRead,
            .awardRead,
            .nominationRead, .userRead, .auditRead, .integrityCheck,
        ]),
        .administrator: everyone.union([
            .unitImport, .unitChange, .calendarImport, .regulationImport, .userRead, .userChange, .auditRead,
            .integrityCheck,
        ]),
    ]

    /// What everybody with an account may do: the public's part, and the reference data that forms are filled in with.
    private static let everyone: Set<Action> = [
        .awardHistory, .certificateVerify, .unitRead, .calendarRead, .regulationRead,
    ]
}
