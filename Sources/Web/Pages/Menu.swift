import Registry
import RuralIndustry

/// What leads from page to page.
struct MenuItem: Sendable {
    let address: String
    let name: Bilingual
    let isHere: Bool

    /// - Parameters:
    ///   - here: the address of the page that is shown.
    ///   - viewer: who is shown what they have something to do at, beside what anybody is shown.
    static func all(at here: String, for viewer: Viewer) -> [MenuItem] {
        (ofPeople.filter { viewer.mayAny($0.asks) }.map { ($0.address, $0.name) } + ofAnybody).map {
            MenuItem(address: $0.0, name: $0.1, isHere: $0.0 == here)
        }
    }

    /// Pages for people who are signed in, each with the actions of which it needs one.
    private static let ofPeople: [(address: String, name: Bilingual, asks: [Action])] = [
        ("/mine", Bilingual(vi: "Cơ sở của tôi", en: "My establishments"), [.entryFile]),
        (JudgingAddress.folder, Bilingual(vi: "Phiếu chấm", en: "Score sheets"), [.sheetSave]),
        ("/desk", Bilingual(vi: "Bàn làm việc", en: "Desk"), [.entryRead]),
        ("/desk/establishments", Bilingual(vi: "Cơ sở", en: "Establishments"), [.establishmentImport]),
        (AccountDeskRoutes.folder, Bilingual(vi: "Người dùng", en: "Users"), [.userRead]),
    ]

    private static let ofAnybody = [
        ("/", Bilingual(vi: "Tra cứu", en: "Search")),
        ("/rounds", Bilingual(vi: "Kỳ bình chọn", en: "Rounds")),
        ("/fairs", Bilingual(vi: "Hội chợ", en: "Fairs")),
        ("/statistics", Bilingual(vi: "Số liệu", en: "Figures")),
        ("/account", Bilingual(vi: "Tài khoản", en: "Account")),
    ]
}

extension Viewer {
    /// Whether they may do one of these somewhere.
    fileprivate func mayAny(_ actions: [Action]) -> Bool { actions.contains(where: may) }
}

/// A text of which a page shows none, one or several.
struct TextLine: Sendable {
    let text: String
}
