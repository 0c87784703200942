using AsyncAnalyzers.Showcase.Sources;
using EventLoopLab.Lab;

namespace EventLoopLab.Running;

/// <summary>All that is known about a variant once it is over.</summary>
/// <param name="Program">The program.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Inspection">What the rule and its code fix did; null where there is no pitfall.</param>
/// <param name="Trial">Its last run.</param>
/// <param name="Attempts">How many runs it took.</param>
/// <param name="Failure">Why the last run did not come to its end; null when it did.</param>
internal sealed record VariantReport(LabProgram Program, Variant Variant, Inspection? Inspection, Trial Trial, int Attempts, string? Failure)
{
    /// <summary>Whether the claim holds, and the rule and its fix did what they should.</summary>
    public bool Holds => Failure is null && Trial.Holds && Problems.Count == 0;

    /// <summary>What the rule or its fix did not do.</summary>
    public IReadOnlyList<string> Problems => Inspection?.Problems ?? [];
}
