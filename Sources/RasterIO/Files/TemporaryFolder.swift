import Foundation
import Synchronization

/// A private folder among the temporary files. It is removed with this object, and where a signal ends the process before.
final class TemporaryFolder {
    /// Address of the newest list of names that a handler of signals may remove, who finds no memory and no lock; 0: none.
    ///
    /// A list is the address of the one before it, then names, each closed by a zero, and an empty one. Lists are never
    /// freed, because a handler may be reading them; a run makes few.
    private static let newest = Atomic<UInt>(0)
    private static var addressBytes: Int { MemoryLayout<UInt>.size }

    /// The folder.
    let path: String
    private var isMade = false

    /// Makes a folder of a name that nothing else has.
    ///
    /// - Parameters:
    ///   - parent: where it is made.
    ///   - files: names of the files that may come to lie in it, all of them.
    /// - Returns: nil where it cannot be made; `errno` says why.
    init?(in parent: String, for files: [String]) {
        path = parent + "/quadrat-" + UUID().uuidString
        // Before it is there: a signal may come at any time.
        Self.doom(files.map { [path] in "\(path)/\($0)" } + [path])
        guard unsafe mkdir(path, 0o700) == 0 else { return nil }
        isMade = true
    }

    deinit { if isMade { remove() } }

    /// Removes the folder and what lies in it. What has a file in it open keeps that.
    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private static func doom(_ names: [String]) {
        var bytes: [CChar] = []
        for name in names { bytes += name.utf8CString }
        bytes.append(0)
        let list = UnsafeMutableRawPointer.allocate(
            byteCount: addressBytes + bytes.count, alignment: MemoryLayout<UInt>.alignment)
        unsafe (list + addressBytes).copyMemory(from: bytes, byteCount: bytes.count)
        var isDone = false
        while !isDone {
            let before = newest.load(ordering: .sequentiallyConsistent)
            unsafe list.storeBytes(of: before, as: UInt.self)
            isDone =
                newest.compareExchange(
                    expected: before, desired: UInt(bitPattern: list), ordering: .sequentiallyConsistent
                ).exchanged
        }
    }

    /// Removes all such folders. Only what a handler of signals may do; called once before one is set, so that everything is
    /// made by then.
    static func removeAll() {
        var address = newest.load(ordering: .sequentiallyConsistent)
        while let list = unsafe UnsafeMutableRawPointer(bitPattern: address) {
            var name = unsafe (list + addressBytes).assumingMemoryBound(to: CChar.self)
            while unsafe name.pointee != 0 {
                if unsafe unlink(name) != 0 { _ = unsafe rmdir(name) }
                unsafe name += strlen(name) + 1
            }
            address = unsafe list.load(as: UInt.self)
        }
    }
}
