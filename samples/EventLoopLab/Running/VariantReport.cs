using EventLoopLab.Lab;

namespace EventLoopLab.Running;

/// <summary>All that is known about a variant once it is over.</summary>
/// <param name="Program">The program.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Trial">Its last run.</param>
/// <param name="Attempts">How many runs it took.</param>
/// <param name="Failure">Why the last run did not come to its end; null when it did.</param>
internal sealed record VariantReport(LabProgram Program, Variant Variant, Trial Trial, int Attempts, string? Failure)
{
    /// <summary>Whether the claim holds.</summary>
    public bool Holds => Failure is null && Trial.Holds;
}
