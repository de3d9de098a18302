public import RuralIndustry

/// What shows to anybody who holds a checkpoint that a result or a certificate was in the registry by then.
public struct InclusionProof: Hashable, Sendable {
    public static let format = "cnnt-inclusion-proof/1"

    /// The leaf in clear: canonical JSON of what was sealed.
    public let content: String
    public let index: Int
    public let path: [SHA256Digest]
    /// The signed checkpoint that it leads to.
    public let checkpoint: SignedNote

    public init(content: String, index: Int, path: [SHA256Digest], checkpoint: SignedNote) {
        self.content = content
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Whether the leaf is in the tree of the checkpoint; says nothing about who signed that.
    public var holds: Bool {
        guard let head = try? Checkpoint(text: checkpoint.text) else { return false }
        return MerkleProof.includes(
            MerkleTree.leafHash(Array(content.utf8)), at: index, inTreeOf: head.treeSize, root: head.root,
            path: path)
    }

    public var json: JSONValue {
        .object([
            "format": .string(Self.format), "content": .string(content), "index": .integer(Int64(index)),
            "path": .array(path.map { .string($0.hex) }), "checkpoint": .string(checkpoint.description),
        ])
    }

    /// - Throws: `proof-malformed`, or what is wrong with the checkpoint in it.
    public init(_ json: JSONValue) throws(Violation) {
        guard json["format"]?.string == Self.format, let content = json["content"]?.string,
            case .integer(let index)? = json["index"], let path = json["path"]?.array,
            let note = json["checkpoint"]?.string
        else {
            throw Violation(
                "proof-malformed", vi: "đây không phải là bằng chứng mà `cnnt audit proof` ghi ra",
                en: "this is no proof as `cnnt audit proof` writes it")
        }
        self.content = content
        self.index = Int(index)
        self.path = try path.map { (element) throws(Violation) in try SHA256Digest(hex: element.string ?? "")
        }
        checkpoint = try SignedNote(note)
    }
}

/// What shows that everything under an older checkpoint is still there, in its place, under a newer one.
public struct ConsistencyProof: Hashable, Sendable {
    public static let format = "cnnt-consistency-proof/1"

    public let old: SignedNote
    public let new: SignedNote
    public let path: [SHA256Digest]

    public init(old: SignedNote, new: SignedNote, path: [SHA256Digest]) {
        self.old = old
        self.new = new
        self.path = path
    }

    /// Says nothing about who signed the two.
    public var holds: Bool {
        guard let old = try? Checkpoint(text: old.text), let new = try? Checkpoint(text: new.text) else {
            return false
        }
        return MerkleProof.isConsistent(
            old: old.treeSize, oldRoot: old.root, new: new.treeSize, newRoot: new.root, path: path)
    }

    public var json: JSONValue {
        .object([
            "format": .string(Self.format), "old": .string(old.description), "new": .string(new.description),
            "path": .array(path.map { .string($0.hex) }),
        ])
    }

    /// - Throws: `proof-malformed`, or what is wrong with a checkpoint in it.
    public init(_ json: JSONValue) throws(Violation) {
        guard json["format"]?.string == Self.format, let old = json["old"]?.string,
            let new = json["new"]?.string, let path = json["path"]?.array
        else {
            throw Violation(
                "proof-malformed", vi: "đây không phải là bằng chứng mà `cnnt audit proof` ghi ra",
                en: "this is no proof as `cnnt audit proof` writes it")
        }
        self.old = try SignedNote(old)
        self.new = try SignedNote(new)
        self.path = try path.map { (element) throws(Violation) in try SHA256Digest(hex: element.string ?? "")
        }
    }
}
