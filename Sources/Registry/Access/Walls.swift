import Postgres
import RuralIndustry

/// What the database itself keeps from who may not have it, whatever a statement asks for (migrations 0043, 0051): the second wall, behind
/// the condition of territory that each statement carries.
///
/// It lets through what a viewer may have at all, by some action; which of that an action is for, the statements say.
enum Wall: String, CaseIterable {
    case marks
    case dossiers
    case accounts
    /// Migration 0046.
    case registrations

    /// Actions that somebody needs what is behind the wall for.
    var actions: Set<Action> {
        switch self {
        case .marks:
            [
                .sheetRead, .sheetType, .sheetSettle, .sheetAccept, .sheetReopen, .sheetPrint, .markImport,
                .tallyRead, .minutesRead, .bundleExport, .roundStep, .roundDecide, .roundCorrect,
                .roundStatistics, .panelChange, .conflictRecord, .assignmentDraw, .complaintAnswer,
            ]
        case .dossiers:
            [
                .dossierRead, .dossierAdd, .dossierReplace, .dossierWithdraw, .dossierPublish, .sheetDossier,
                .entryRead,
                .entryStep, .entryImport, .establishmentMerge,
            ]
        case .accounts: [.userRead, .userChange, .panelChange, .registrationConfirm]
        case .registrations: [.registrationRead, .registrationConfirm]
        }
    }

    /// Whether what is behind the wall and the viewer's own is theirs to have. A person's is; a program's token opens what its
    /// scopes are for, and nothing of the account that it works as.
    func opensOwn(to viewer: Viewer) -> Bool {
        switch self {
        case .marks: viewer.may(.sheetSave)
        case .accounts: viewer.may(.signIn)
        case .dossiers, .registrations: false
        }
    }

    /// Where a viewer may have what is behind the wall. Of a round's marks a judge has their own, which the database knows by the
    /// account.
    func scopes(of viewer: Viewer) -> [Scope] {
        viewer.standings.filter { standing in
            if self == .marks, standing.role == .judge { return false }
            return actions.contains { viewer.allows(standing.role, $0) }
                // what is checked of everything needs everything
                || standing.scope == .everywhere && viewer.allows(standing.role, .integrityCheck)
        }.map(\.scope)
    }
}

extension Viewer {
    /// As the database reads it, from the exchange that begins a transaction.
    var walls: LocalSettings {
        let scopes = Wall.allCases.map { ($0, $0.scopes(of: self)) }
        if scopes.allSatisfy({ $0.1.contains(.everywhere) }) { return .seeingAll }
        let own = Wall.allCases.filter { $0.opensOwn(to: self) }.map { "\"\($0.rawValue)\"" }
            .joined(separator: ",")
        var parts = ["\"day\":\"\(day)\""]
        if let account { parts += ["\"account\":\(account)", "\"own\":[\(own)]"] }
        parts += scopes.map { wall, scopes in
            "\"\(wall.rawValue)\":[" + Set(scopes.map(\.walled)).sorted().joined(separator: ",") + "]"
        }
        return LocalSettings.none.adding("cnnt.viewer", text: "{" + parts.joined(separator: ",") + "}")
    }
}

extension LocalSettings {
    /// What the program does on its own account: finding out who somebody is, chaining the audit trail.
    static let seeingAll = LocalSettings.none.adding("cnnt.viewer", text: #"{"all":true}"#)
}

extension Scope {
    /// In JSON.
    fileprivate var walled: String {
        switch self {
        case .everywhere: "\"*\""
        case .region(let region): "\"region:\(region.rawValue)\""
        case .unit(let id, let level): "\"unit:\(id):\(level.rawValue)\""
        case .round(let id): "\"round:\(id)\""
        case .establishment(let id): "\"establishment:\(id)\""
        }
    }
}
