import Instances

/// A step of cleaning with whole patches that is decided and not yet carried out in what is spooled.
struct PendingRemoval: Sendable {
    let step: PatchStepPlan
    let resolutions: PatchResolutions
}
