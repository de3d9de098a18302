public import RuralIndustry

/// A recorded meeting of a round's council as the bundle has it; of those recorded for one day the last counts.
public struct BundledMeeting: Hashable, Sendable {
    public let heldOn: Day
    public let place: String?
    /// Names, by their bytes; two members may have the same.
    public let present: [String]

    public init(heldOn: Day, place: String?, present: [String]) {
        self.heldOn = heldOn
        self.place = place
        self.present = present.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// In the order in which they were recorded.
    public static func json(_ meetings: [BundledMeeting]) -> JSONValue {
        .array(
            meetings.map {
                .object([
                    "held_on": .string($0.heldOn.iso), "place": $0.place.map { .string($0) } ?? .null,
                    "present": .array($0.present.map { .string($0) }),
                ])
            })
    }

    /// - Throws: `bundle-malformed`.
    static func meetings(in list: [JSONValue]) throws(Violation) -> [BundledMeeting] {
        try list.map { (meeting) throws(Violation) in
            BundledMeeting(
                heldOn: try Day(iso: try meeting.text("held_on")), place: meeting["place"]?.string,
                present: try meeting.list("present").map { (name) throws(Violation) in
                    guard let name = name.string else { throw BundleVerification.malformed("present") }
                    return name
                })
        }
    }
}

/// What the council did after the round was closed: who sat, met and voted, up to the decision if there is one.
public struct BundledVotes: Hashable, Sendable {
    /// As it is since: members may change until the decision.
    public let council: [BundledSeat]
    /// Those recorded since closing, in their order.
    public let meetings: [BundledMeeting]
    /// In the order in which they were recorded.
    public let votes: [Vote]

    public struct Vote: Hashable, Sendable {
        /// Among all meetings of the round, those recorded before closing first; from 1 on.
        public let meeting: Int
        /// Nil: the list as a whole.
        public let entry: String?
        /// The number of the last decision before it; nil: there was none.
        public let since: String?
        public let vote: CouncilVote

        public init(meeting: Int, entry: String?, since: String?, vote: CouncilVote) {
            self.meeting = meeting
            self.entry = entry
            self.since = since
            self.vote = vote
        }
    }

    public init(council: [BundledSeat], meetings: [BundledMeeting], votes: [Vote]) {
        self.council = council
        self.meetings = meetings
        self.votes = votes
    }

    public var json: JSONValue {
        .object([
            "council": BundledSeat.json(council), "meetings": BundledMeeting.json(meetings),
            "votes": .array(votes.map(\.json)),
        ])
    }

    /// - Throws: `bundle-malformed`.
    init(_ part: JSONValue) throws(Violation) {
        council = try BundledSeat.seats(in: try part.list("council"))
        meetings = try BundledMeeting.meetings(in: try part.list("meetings"))
        votes = try part.list("votes").map { (vote) throws(Violation) in try Vote(vote) }
    }
}

extension BundledVotes.Vote {
    fileprivate var json: JSONValue {
        .object([
            "meeting": .integer(Int64(meeting)), "entry": entry.map { .string($0) } ?? .null,
            "since": since.map { .string($0) } ?? .null, "in_favour": .integer(Int64(vote.inFavour)),
            "against": .integer(Int64(vote.against)), "abstained": .integer(Int64(vote.abstained)),
        ])
    }

    fileprivate init(_ json: JSONValue) throws(Violation) {
        func count(_ key: String) throws(Violation) -> Int {
            guard case .integer(let count)? = json[key], (0..<1_000_000).contains(count) else {
                throw BundleVerification.malformed(key)
            }
            return Int(count)
        }
        self.init(
            meeting: try count("meeting"), entry: json["entry"]?.string, since: json["since"]?.string,
            vote: CouncilVote(
                inFavour: try count("in_favour"), against: try count("against"),
                abstained: try count("abstained")))
    }
}
