import RuralIndustry

extension TokenScope {
    /// The actions that a program with this scope may do, where its account may.
    var actions: Set<Action> {
        switch self {
        case .registryRead: [.establishmentRead, .productRead]
        // who writes a record is answered with it
        case .registryWrite:
            [
                .establishmentRead, .establishmentAdd, .establishmentEdit, .establishmentImport,
                .productRead, .productAdd, .productEdit, .productImport,
            ]
        case .roundsRead: [.roundRead, .entryRead, .tallyRead, .meetingRead]
        case .roundsWrite: [.roundRead, .roundCreate, .entryRead, .entryImport, .entryStep]
        // closing shows the result that it keeps
        case .roundsRun:
            [
                .roundRead, .roundStep, .councilChange, .panelChange, .councilMeet, .meetingRead, .markImport,
                .tallyRead,
            ]
        case .certificatesRead: [.certificateRead, .awardRead]
        case .fairsRead: [.fairRead, .boothReadOwn]
        case .fairsWrite:
            [
                .fairRead, .fairCreate, .fairEdit, .fairStep, .boothImport, .fairQuota, .fairTerms,
                .fairAllocate, .boothHold, .boothConfirm, .boothMove, .boothRelease, .boothRequestRefuse,
                .boothReadOwn, .boothRequestOwn,
            ]
        case .changesRead: [.changeRead]
        }
    }

    /// What a program may do whatever its scopes: what anybody may read, and what forms are filled in with. Not what is the
    /// account's own, as its password and its tokens.
    static let open: Set<Action> = [
        .awardHistory, .certificateVerify, .registrySearch, .fairVisit, .unitRead, .calendarRead,
        .regulationRead, .keyRead,
    ]

    /// Scopes of which each would let a program do something.
    static func granting(_ action: Action) -> [TokenScope] {
        allCases.filter { $0.actions.contains(action) }
    }
}
