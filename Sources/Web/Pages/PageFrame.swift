import Registry
import RuralIndustry

/// What is around the content of a page.
struct PageFrame: Sendable {
    let title: String
    /// What the page is about, in a sentence: shown where its address is shared. Empty: nothing is said.
    var about = ""
    var heading = Self.registry
    /// Which of the menu's addresses the page is, empty if none of them is; nil: there is no menu, as on a page that somebody came
    /// to by a code of their own.
    var menuAt: String? = ""
    /// As wide as the screen, for plans and tables.
    var isWide = false
    /// Whose menu it is: on pages that anybody may keep, anybody's.
    var viewer = Viewer.anybody
    var scripts: [Script] = []

    static let certificates = Bilingual(vi: "Tra cứu Giấy chứng nhận", en: "Certificate verification")
    static let registry = Bilingual(
        vi: "Sổ đăng ký công nghiệp nông thôn", en: "Registry of rural industry")
    static let fairs = Bilingual(
        vi: "Hội chợ, triển lãm hàng công nghiệp nông thôn", en: "Rural-industry trade fairs")
}

struct LayoutView: Sendable {
    let title: String
    /// One or none.
    let abouts: [TextLine]
    let styleSheet: String
    let scripts: [Script]
    let heading: Bilingual
    let hasMenu: Bool
    let menu: [MenuItem]
    let isWide: Bool
    /// HTML that is escaped already.
    let content: String

    init(_ frame: PageFrame, content: String) {
        self.init(
            title: frame.title, styleSheet: StyleSheet.address, scripts: frame.scripts,
            heading: frame.heading,
            menu: frame.menuAt.map { MenuItem.all(at: $0, for: frame.viewer) }, isWide: frame.isWide,
            content: content, about: frame.about)
    }

    init(
        title: String, styleSheet: String, scripts: [Script], heading: Bilingual, menu: [MenuItem]?,
        isWide: Bool,
        content: String, about: String = ""
    ) {
        self.title = title
        abouts = about.isEmpty ? [] : [TextLine(text: about)]
        self.styleSheet = styleSheet
        self.scripts = scripts
        self.heading = heading
        hasMenu = menu != nil
        self.menu = menu ?? []
        self.isWide = isWide
        self.content = content
    }
}
