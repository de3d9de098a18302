import RuralIndustry

/// What leads from page to page.
struct MenuItem: Sendable {
    let address: String
    let name: Bilingual
    let isHere: Bool

    /// - Parameter here: the address of the page that is shown.
    static func all(at here: String) -> [MenuItem] {
        [
            ("/", Bilingual(vi: "Tra cứu", en: "Search")),
            ("/rounds", Bilingual(vi: "Kỳ bình chọn", en: "Rounds")),
            ("/fairs", Bilingual(vi: "Hội chợ", en: "Fairs")),
            ("/account", Bilingual(vi: "Tài khoản", en: "Account")),
        ].map { MenuItem(address: $0.0, name: $0.1, isHere: $0.0 == here) }
    }
}

/// A text of which a page shows none, one or several.
struct TextLine: Sendable {
    let text: String
}
