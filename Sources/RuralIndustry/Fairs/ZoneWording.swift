/// A zone of a fair as it stands inside a sentence: in Vietnamese many are called “Khu …” already.
public struct ZoneWording: Hashable, Sendable {
    public let text: Bilingual

    public init(_ zone: String) {
        let isCalledSo = zone.lowercased().hasPrefix("khu ")
        text = Bilingual(vi: isCalledSo ? zone : "khu \(zone)", en: "zone \(zone)")
    }

    /// The same over the booths on a plan.
    public var title: String { text.vi.prefix(1).uppercased() + text.vi.dropFirst() }
}
