/// A script that a page is better with; without it the page works too. Loaded as a module, after the page.
struct Script: Sendable {
    /// As in `/assets/NAME.js`.
    let name: String
    let text: String
    let version: String
    let address: String

    init(name: String, text: String) {
        self.name = name
        self.text = text
        version = ContentHash(of: text.utf8).description
        address = "/assets/\(name).js?v=\(version)"
    }

    /// Every script that is served.
    static let all: [Script] = ofJudges + [progress]

    static func named(_ name: String) -> Script? { all.first { $0.name == name } }
}
