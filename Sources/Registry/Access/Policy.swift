/// What can be asked of the registry. The raw value is the `action` of the audit trail.
public enum Action: String, CaseIterable, Sendable {
    case unitRead = "unit.read"
    case unitImport = "unit.import"
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
    case entryImport = "entry.import"
    case entryStep = "entry.step"
    case markImport = "mark.import"
    case tallyRead = "tally.read"
    case bundleExport = "bundle.export"
    case certificateRead = "certificate.read"
    case certificateVerify = "certificate.verify"
    case certificateIssue = "certificate.issue"
    case certificateRevoke = "certificate.revoke"
    case awardRead = "award.read"
    case awardHistory = "award.history"
    case awardImport = "award.import"
    case nominationRead = "nomination.read"
    case nominationCreate = "nomination.create"
    case auditRead = "audit.read"
    case auditSeal = "audit.seal"
    case integrityCheck = "integrity.check"
    case keyRead = "key.read"
    case keyChange = "key.change"
}

extension Action {
    /// Acts that people rely on at once: the trail is sealed after them.
    var isSealedAtOnce: Bool {
        [.roundStep, .roundDecide, .certificateIssue, .certificateRevoke, .keyChange].contains(self)
    }
}

/// The one table of who may do what: role × action. Every use case asks it, pages and commands never decide.
enum Policy {
    static func allows(_ role: Role, _ action: Action) -> Bool { table[role]?.contains(action) ?? false }

    static let table: [Role: Set<Action>] = [
        .localOperator: Set(Action.allCases),
        .program: [.unitImport, .unitRead, .regulationImport, .regulationRead],
        .anybody: [.awardHistory, .certificateVerify],
    ]
}
