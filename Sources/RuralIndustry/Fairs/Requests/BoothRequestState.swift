/// Where a request for booths stands: `filed` until booths are shared out, then `given`, or `partly-given` or `waiting` with a
/// place on the waiting list; it ends `refused` by the organiser or `withdrawn` by the tenant. Who was given a part and wants no
/// more is `given`.
public enum BoothRequestState: String, CaseIterable, Hashable, Sendable {
    case filed, given, waiting, refused, withdrawn
    case partlyGiven = "partly-given"

    public var next: Set<BoothRequestState> {
        switch self {
        case .filed: [.given, .partlyGiven, .waiting, .refused, .withdrawn]
        case .waiting: [.given, .partlyGiven, .refused, .withdrawn]
        case .partlyGiven: [.given]
        case .given, .refused, .withdrawn: []
        }
    }

    /// True if it may still be given booths; a tenant has one open request at a fair at most.
    public var isOpen: Bool { !next.isEmpty }

    /// True if it has a place on the waiting list.
    public var isWaiting: Bool { self == .waiting || self == .partlyGiven }

    public var name: Bilingual {
        switch self {
        case .filed: Bilingual(vi: "đã nộp", en: "filed")
        case .given: Bilingual(vi: "đã giao gian hàng", en: "given")
        case .partlyGiven: Bilingual(vi: "đã giao một phần, chờ thêm", en: "partly given, waiting for more")
        case .waiting: Bilingual(vi: "trong danh sách chờ", en: "waiting")
        case .refused: Bilingual(vi: "bị từ chối", en: "refused")
        case .withdrawn: Bilingual(vi: "đã rút", en: "withdrawn")
        }
    }
}
