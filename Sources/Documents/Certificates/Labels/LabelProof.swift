public import RuralIndustry

/// The proof sheet of a design of labels: the shortest and the longest texts that an office meets, on labels of the smallest
/// size.
public struct LabelProof: Sendable {
    /// What the program found.
    public let violations: [Violation]
    /// A label for each sample that can be drawn, on A4 sheets; nil if there is none.
    public let pages: [UInt8]?

    /// - Throws: `DocumentError` if a library fails.
    public init(_ template: LabelTemplate, fonts: FontSet) throws {
        let renderer: LabelRenderer
        do {
            renderer = try LabelRenderer(fonts: fonts, template: template)
        } catch let refusal as Refusal {
            violations = refusal.violations
            pages = nil
            return
        }
        let size = try LabelSize("\(LabelSize.shortestLongSide)x\(LabelSize.shortestSide)")
        var found: [Violation] = []
        var papers: [CertificatePaper] = []
        for sample in try ProofSample.all(levels: Set(template.palettes.keys)) {
            do {
                _ = try renderer.layout(of: sample.paper, on: size)
                papers.append(sample.paper)
            } catch let refusal as Refusal {
                found += refusal.violations.map { sample.name.about($0) }
            }
        }
        violations = found
        pages = papers.isEmpty ? nil : try renderer.render(papers, size: size, sheet: .a4).bytes
    }
}
