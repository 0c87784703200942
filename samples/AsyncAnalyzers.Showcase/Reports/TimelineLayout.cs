using AsyncAnalyzers.Showcase.Output;

namespace AsyncAnalyzers.Showcase.Reports;

/// <summary>How wide a timeline is and where its parts stand.</summary>
/// <param name="Width">The width of the drawing.</param>
/// <param name="Left">Where the time axis begins: the names of the lanes stand left of it, or above their bars where there is no room.</param>
/// <param name="Ticks">How many labels the axis has at the most.</param>
internal sealed record TimelineLayout(double Width, double Left, int Ticks)
{
    public const double BarHeight = 14;
    public const double MarkHeight = 10;
    public const double BeatHeight = 9;
    public const double Gap = 5;
    public const double LineHeight = 17;

    /// <summary>How wide a letter is, at the most that a text takes on average; a letter of East Asia takes two of it.</summary>
    private const double LetterWidth = 7.2;

    /// <summary>The same of the bold letters above a panel.</summary>
    private const double HeadLetterWidth = 8;

    private const double Margin = 12;

    /// <summary>For a page, and for print.</summary>
    public static TimelineLayout Wide { get; } = new(1000, 170, 8);

    /// <summary>For a telephone.</summary>
    public static TimelineLayout Narrow { get; } = new(360, Margin, 4);

    public double Right => Width - Margin;

    /// <summary>Whether the names stand above the bars.</summary>
    public bool NamesAbove => Left <= Margin;

    /// <summary>Where texts begin that have a line of their own.</summary>
    public double TextLeft => NamesAbove ? Left : 4;

    /// <summary>How many letters the name of a lane may have.</summary>
    public int NameLength => (int)((NamesAbove ? Right - Left : Left - Margin) / LetterWidth);

    /// <summary>How many letters a line of text may have.</summary>
    public int LineLength => (int)((Right - TextLeft) / LetterWidth);

    /// <summary>How many letters there may be above a panel.</summary>
    public int HeadLength => (int)((Right - TextLeft) / HeadLetterWidth);

    /// <summary>How wide a text is at the most.</summary>
    public static double WidthOf(string text) => DisplayWidth.Of(text) * LetterWidth;
}
