using AsyncAnalyzers.Showcase.Timelines;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>The signs of marks: each has a shape of its own, not only a colour.</summary>
internal static class MarkSign
{
    /// <summary>The class of the style sheet.</summary>
    public static string ClassOf(MarkKind kind) => "mark " + kind.ToString().ToLowerInvariant();

    /// <summary>The sign, seven wide and seven high.</summary>
    /// <param name="kind">What is marked.</param>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its upper end.</param>
    public static string Path(MarkKind kind, double x, double y) => FormattableString.Invariant(kind switch
    {
        MarkKind.Await => $"M{x - 3.5} {y + 1}h7l-3.5 7z",
        MarkKind.Posted => $"M{x} {y + 1}l3.5 7h-7z",
        MarkKind.LockTaken => $"M{x - 3} {y + 1.5}h6v6h-6z",
        MarkKind.LockReleased => $"M{x - 3} {y + 1.5}h6v6h-6z",
        MarkKind.Cancellation => $"M{x - 3.5} {y + 1}l7 7m-7 0l7-7",
        _ => $"M{x} {y + 2}v5",
    });
}
