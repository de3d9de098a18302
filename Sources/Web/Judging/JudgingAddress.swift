/// Where the pages of a judge in a round are.
struct JudgingAddress: Sendable {
    static let folder = "/judging"

    let round: Int64
    /// Nil where the round has one stage only.
    let stage: String?

    private var question: String { stage.map { "?stage=\(PercentCoding.encoded($0))" } ?? "" }

    /// The judge's sheets.
    var sheets: String { "\(Self.folder)/\(round)\(question)" }
    /// All that can be handed in.
    var submission: String { "\(Self.folder)/\(round)/submit\(question)" }

    func sheet(_ entry: String) -> String { path(entry) + question }
    /// Where one sheet is looked over and handed in.
    func submission(of entry: String) -> String { path(entry) + "/submit" + question }
    func paper(_ number: Int, of entry: String) -> String { path(entry) + "/papers/\(number)" }

    private func path(_ entry: String) -> String {
        "\(Self.folder)/\(round)/sheets/\(PercentCoding.encoded(entry))"
    }
}

extension String {
    /// An address of this site with a word about what was done before it.
    func saying(_ done: String) -> String { self + (contains("?") ? "&" : "?") + "done=" + done }
}
