import Documents
public import RuralIndustry

extension Registry {
    /// Labels for packages, of certificates that are live on a day, as a PDF file.
    ///
    /// - Parameters:
    ///   - numbers: as many as one of `labelFiles` has.
    ///   - design: the name of one of `labelDesigns` of a round; nil: the standard one.
    ///   - size: `70x40`, width first, in millimetres.
    ///   - copies: of each label.
    /// - Throws: a refusal at the column `size`, `copies`, `template` or `numbers`.
    public func certificateLabels(
        numbers: [String], ofRound id: Int64, design: String? = nil, size: String, onSheets: Bool,
        copies: Int, on day: Day, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> [UInt8] {
        guard try Self.labelFiles(of: numbers, size: size, copies: copies).count <= 1 else {
            throw Refusal(.tooManyLabels)
        }
        let extent = try Self.labelSize(size)
        let template = try await labelDesign(named: design, ofRound: id, as: viewer)
        let papers = try await papersForLabels(numbers: numbers, on: day, as: viewer)
        do {
            return try await workshop.work {
                try LabelRenderer(fonts: workshop.fonts(), template: template)
                    .render(papers, size: extent, sheet: onSheets ? .a4 : .single, copies: copies).bytes
            }
        } catch let refusal as Refusal {
            throw refusal.map(\.atLabelColumn)
        }
    }

    /// The numbers of each file that labels are printed in, all copies of a label in one of them.
    ///
    /// - Throws: what is wrong with the size, at the column `size`; `labels-too-many` at the column `copies`.
    public static func labelFiles(
        of numbers: [String], size: String, copies: Int
    ) throws(Refusal) -> [[String]] {
        _ = try labelSize(size)
        guard (1...mostCopies).contains(copies) else { throw Refusal(.tooManyLabels) }
        let each = mostLabels / copies
        let files = stride(from: 0, to: numbers.count, by: each).map { start in
            Array(numbers[start..<min(start + each, numbers.count)])
        }
        guard files.count <= mostFiles else { throw Refusal(.tooManyLabels) }
        return files
    }

    private static func labelSize(_ text: String) throws(Refusal) -> LabelSize {
        do throws(Violation) { return try LabelSize(text) } catch { throw Refusal(error.inColumn("size")) }
    }

    /// Of each label: two of them fill a file.
    fileprivate static var mostCopies: Int { 1000 }
    /// A file of them is made in memory.
    fileprivate static var mostLabels: Int { 2000 }
    /// As many as somebody fetches one by one.
    fileprivate static var mostFiles: Int { 20 }
}

extension Violation {
    /// At what it was chosen by: a size that no sheet holds, or a design.
    fileprivate var atLabelColumn: Violation {
        if code.hasPrefix("label-size") { return inColumn("size") }
        return code.hasPrefix("label-template") ? inColumn("template") : self
    }

    fileprivate static var tooManyLabels: Violation {
        Violation(
            "labels-too-many",
            vi:
                "số bản phải từ 1 đến 1.000, và một lần in nhiều nhất \(Registry.mostFiles) tệp, mỗi tệp 2.000 nhãn; hãy bớt số bản hoặc chỉ in cho một số giấy mỗi lần",
            en:
                "from 1 to 1,000 copies, and at most \(Registry.mostFiles) files of 2,000 labels at once; ask for fewer copies, or for some of the certificates at a time",
            at: Place(column: "copies"))
    }
}
