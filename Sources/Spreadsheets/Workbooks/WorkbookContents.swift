/// A sheet of a workbook.
struct SheetEntry {
    let name: String
    let isHidden: Bool
    /// Which relationship leads to its part.
    let relationship: String
}

/// Reads `workbook.xml`: the sheets in their order, and from which day dates are counted.
final class WorkbookContents: XMLListener {
    private(set) var sheets: [SheetEntry] = []
    private(set) var epoch = SerialDay.Epoch.from1900

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "sheet", let title = attributes.text("name"), let id = attributes.text("id"),
            sheets.count < 1_000
        {
            let state = attributes.text("state") ?? "visible"
            sheets.append(SheetEntry(name: title, isHidden: state != "visible", relationship: id))
        } else if name == "workbookPr", attributes.flag("date1904") {
            epoch = .from1904
        }
    }
}

/// Reads a part of relationships: where each leads.
final class Relationships: XMLListener {
    private(set) var targets: [String: String] = [:]
    /// The last word of a relationship's type and its target.
    private(set) var byType: [String: String] = [:]
    private let folder: String

    /// Targets are relative to the folder of the part whose relationships these are.
    init(folder: String) { self.folder = folder }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        guard name == "Relationship", attributes.text("TargetMode") != "External",
            let id = attributes.text("Id"), let target = attributes.text("Target"), targets.count < 10_000
        else { return }
        let path = Self.resolved(target, in: folder)
        targets[id] = path
        if let kind = attributes.text("Type")?.split(separator: "/").last { byType[String(kind)] = path }
    }

    static func resolved(_ target: String, in folder: String) -> String {
        var steps: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }
}
