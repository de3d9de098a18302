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
    case establishmentSite = "establishment.site"
    case establishmentMerge = "establishment.merge"
    case establishmentRedact = "establishment.redact"
    case productRead = "product.read"
    case productAdd = "product.add"
    case productEdit = "product.edit"
    case productClose = "product.close"
    case productImport = "product.import"
    case dossierRead = "dossier.read"
    case dossierAdd = "dossier.add"
    case dossierReplace = "dossier.replace"
    case dossierWithdraw = "dossier.withdraw"
    case dossierPublish = "dossier.publish"
    case regulationRead = "regulation.read"
    case regulationImport = "regulation.import"
    case roundRead = "round.read"
    case roundCreate = "round.create"
    case roundStep = "round.step"
    case roundCancel = "round.cancel"
    case roundDecide = "round.decide"
    case roundCorrect = "round.correct"
    case roundStatistics = "round.statistics"
    case minutesRead = "minutes.read"
    case councilChange = "council.change"
    case panelChange = "panel.change"
    case councilMeet = "council.meet"
    case meetingRead = "meeting.read"
    case noticeRead = "notice.read"
    case noticeSend = "notice.send"
    case conflictRead = "conflict.read"
    case conflictRecord = "conflict.record"
    case assignmentRead = "assignment.read"
    case assignmentDraw = "assignment.draw"
    case entryRead = "entry.read"
    case entryImport = "entry.import"
    case entryStep = "entry.step"
    /// Entering a round with one's own product, seeing where the entry stands, and taking it back.
    case entryFile = "entry.file"
    case markImport = "mark.import"
    case sheetRead = "sheet.read"
    case sheetSave = "sheet.save"
    case sheetSubmit = "sheet.submit"
    case sheetReopen = "sheet.reopen"
    case sheetType = "sheet.type"
    case sheetSettle = "sheet.settle"
    case sheetAccept = "sheet.accept"
    case sheetPrint = "sheet.print"
    case sheetCode = "sheet.code"
    case sheetDossier = "sheet.dossier"
    case tallyRead = "tally.read"
    case bundleExport = "bundle.export"
    case complaintRead = "complaint.read"
    case complaintFile = "complaint.file"
    case complaintFileOwn = "complaint.file-own"
    case complaintAnswer = "complaint.answer"
    case certificateRead = "certificate.read"
    /// The files of one's own establishment's certificates.
    case certificateReadOwn = "certificate.read-own"
    case certificateVerify = "certificate.verify"
    case certificateIssue = "certificate.issue"
    case certificateRevoke = "certificate.revoke"
    case certificateReplace = "certificate.replace"
    case awardRead = "award.read"
    case awardCount = "award.count"
    case awardHistory = "award.history"
    case awardImport = "award.import"
    case nominationRead = "nomination.read"
    case nominationCreate = "nomination.create"
    case userRead = "user.read"
    case userChange = "user.change"
    /// What a secret opens – a password, an invitation, a session – and what belongs to the account alone.
    case signIn = "account.sign-in"
    /// An establishment's own request to be registered: sending it, and seeing by its secret what became of it.
    case registrationFile = "registration.file"
    case registrationRead = "registration.read"
    case registrationConfirm = "registration.confirm"
    case registrySearch = "registry.search"
    /// What was changed, in the order of the changes, for other systems.
    case changeRead = "change.read"
    case auditRead = "audit.read"
    case auditSeal = "audit.seal"
    case integrityCheck = "integrity.check"
    case fairVisit = "fair.visit"
    case fairRead = "fair.read"
    case fairCreate = "fair.create"
    case fairEdit = "fair.edit"
    case fairStep = "fair.step"
    case fairQuota = "fair.quota"
    case fundingImport = "funding.import"
    case boothImport = "booth.import"
    case boothHold = "booth.hold"
    case boothConfirm = "booth.confirm"
    case boothMove = "booth.move"
    case boothSwap = "booth.swap"
    case boothRelease = "booth.release"
    case boothNoShow = "booth.no-show"
    case fairTerms = "fair.terms"
    case fairAllocate = "fair.allocate"
    case fairWaiting = "fair.waiting"
    case boothRequest = "booth.request"
    /// One's own requests and booths, and the fairs at which one may ask.
    case boothReadOwn = "booth.read-own"
    case boothRequestOwn = "booth.request-own"
    case boothRequestRefuse = "booth.request-refuse"
    case keyRead = "key.read"
    case keyChange = "key.change"
}

extension Action {
    /// Acts that people rely on at once: the trail is sealed after them.
    var isSealedAtOnce: Bool {
        [
            .roundStep, .roundDecide, .roundCorrect, .certificateIssue, .certificateRevoke, .keyChange,
            .certificateReplace, .fairAllocate, .auditSeal,
        ].contains(self)
    }
}

/// The one table of who may do what: role × action. Every use case asks it, pages and commands never decide.
///
/// Where a role may do it is not here: that is the territory, round or establishment that the role was given for (`Reach`).
enum Policy {
    static func allows(_ role: Role, _ action: Action) -> Bool { table[role]?.contains(action) ?? false }

    static let table: [Role: Set<Action>] = [
        .localOperator: Set(Action.allCases),
        .program: [.unitImport, .unitRead, .regulationImport, .regulationRead, .fundingImport],
        .anybody: [
            .awardHistory, .certificateVerify, .registrySearch, .fairVisit, .signIn, .registrationFile,
        ],
        // Everything of a territory but judging itself, and but what the whole registry rests on.
        .officer: everyone.union([
            .establishmentRead, .establishmentAdd, .establishmentEdit, .establishmentClose,
            .establishmentImport, .establishmentSite, .establishmentMerge, .establishmentRedact,
            .registrationRead, .registrationConfirm,
            .productRead, .productAdd, .productEdit, .productClose, .productImport,
            .dossierRead, .dossierAdd, .dossierReplace, .dossierWithdraw, .dossierPublish,
            .roundRead, .roundCreate, .roundStep, .roundCancel, .roundDecide, .councilChange, .panelChange,
            .conflictRead, .conflictRecord, .assignmentRead, .assignmentDraw,
            .entryRead, .entryImport, .entryStep, .markImport, .sheetPrint, .sheetCode, .sheetDossier,
            .minutesRead,
            .tallyRead, .bundleExport,
            .sheetRead, .sheetReopen, .sheetType, .sheetSettle, .sheetAccept,
            .certificateRead, .certificateIssue, .certificateRevoke, .certificateReplace,
            .awardRead, .awardCount, .awardImport, .nominationRead, .nominationCreate,
            .councilMeet, .meetingRead, .noticeRead, .noticeSend,
            .complaintRead, .complaintFile, .complaintAnswer, .roundCorrect, .roundStatistics,
            .fairRead, .fairCreate, .fairEdit, .fairStep, .fairQuota, .boothImport,
            .boothHold, .boothConfirm, .boothMove, .boothSwap, .boothRelease, .boothNoShow,
            .boothRequest, .boothRequestRefuse, .fairTerms, .fairAllocate, .fairWaiting, .changeRead,
        ]),
        // The papers of one round: its seats, its entries, the marks that come on paper, its decision.
        .councilSecretary: everyone.union([
            .roundRead, .roundStep, .roundDecide, .councilChange, .panelChange,
            .conflictRead, .conflictRecord, .assignmentRead, .assignmentDraw, .dossierRead, .entryRead,
            .entryStep,
            .markImport, .sheetPrint, .sheetCode, .sheetDossier, .minutesRead,
            .tallyRead, .bundleExport, .certificateRead, .awardRead, .awardCount,
            .councilMeet, .meetingRead, .noticeRead, .noticeSend,
            .complaintRead, .complaintFile, .complaintAnswer, .roundCorrect, .roundStatistics,
            .sheetRead, .sheetType, .sheetSettle, .sheetAccept,
        ]),
        // A judge does not learn whose an entry is: no `entryRead`, and no tally before the head judge has it.
        // A judge reads and writes their own sheets; the head judge reads all, and gives them back. Of the dossiers of the
        // entries that they mark both see the parts that the round lets judges see.
        .headJudge: everyone.union([
            .roundRead, .assignmentRead, .tallyRead, .minutesRead, .sheetRead, .sheetSave, .sheetSubmit,
            .sheetReopen, .sheetDossier,
        ]),
        .judge: everyone.union([.roundRead, .sheetRead, .sheetSave, .sheetSubmit, .sheetDossier]),
        .clerk: everyone.union([
            .establishmentRead, .establishmentAdd, .establishmentEdit, .establishmentImport,
            .establishmentSite,
            .productRead, .productAdd, .productEdit, .productImport,
            .dossierRead, .dossierAdd, .dossierReplace, .dossierWithdraw,
            .roundRead, .entryRead, .entryImport, .markImport, .awardRead, .awardCount, .awardImport,
            .complaintRead, .complaintFile,
            .sheetType,
            .fairRead, .boothHold, .boothRequest, .changeRead,
        ]),
        .establishmentOwner: everyone.union([
            .establishmentRead, .establishmentEdit, .establishmentSite, .productRead, .productAdd,
            .productEdit, .productClose,
            .dossierRead, .dossierAdd, .dossierReplace, .dossierWithdraw, .dossierPublish,
            .entryFile, .complaintFileOwn, .boothReadOwn, .boothRequestOwn,
            .certificateReadOwn,
            .awardRead, .awardCount, .changeRead,
        ]),
        .auditor: everyone.union([
            .establishmentRead, .productRead, .dossierRead, .roundRead, .conflictRead, .assignmentRead,
            .entryRead, .minutesRead,
            .tallyRead, .bundleExport, .certificateRead, .sheetRead,
            .awardRead, .awardCount,
            .nominationRead, .userRead, .auditRead, .integrityCheck,
            .meetingRead, .noticeRead,
            .complaintRead, .roundStatistics,
            .fairRead, .changeRead,
        ]),
        .administrator: everyone.union([
            .unitImport, .unitChange, .calendarImport, .regulationImport, .fundingImport, .userRead,
            .userChange, .auditRead,
            .auditSeal,
            .keyChange,
            .integrityCheck,
        ]),
    ]

    /// What everybody with an account may do: the public's part, and the reference data that forms are filled in with.
    private static let everyone: Set<Action> = [
        .awardHistory, .certificateVerify, .registrySearch, .fairVisit, .signIn, .unitRead, .calendarRead,
        .regulationRead, .keyRead,
    ]
}
