using AsyncAnalyzers.Showcase.Measuring;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>What shows the harm and what shows the repair tell which direction is better.</summary>
public class BoundTests
{
    public static TheoryData<string, int> Directions => new()
    {
        { "at least 1000 | at most 200", -1 },
        // The machine was busy: what still counts as calm may be more than what counts as harm.
        { "at least 1000 | at most 1100", -1 },
        { "at most 2 | at least 3", 1 },
        { "at most 3 | at least 3", 1 },
        { "at least 1 | exactly 0", -1 },
        { "at most 99 | exactly 100", 1 },
        { "exactly 0 | at least 1", 1 },
        { "exactly 1 | exactly 2", 1 },
        { "any | at most 3", -1 },
        { "any | at least 3", 1 },
        { "any | exactly 3", 0 },
        { "at least 3 | any", -1 },
        { "any | any", 0 },
    };

    [Theory]
    [MemberData(nameof(Directions))]
    public void The_better_direction_leads_from_harm_to_repair(string bounds, int direction)
    {
        string[] both = bounds.Split(" | ");
        Assert.Equal(direction, Math.Sign(Parse(both[1]).CompareTo(Parse(both[0]))));
    }

    private static Bound Parse(string text)
    {
        string[] words = text.Split(' ');
        return words[0] switch
        {
            "any" => Bound.None,
            "exactly" => Bound.Exactly(double.Parse(words[1])),
            _ => words[1] == "least" ? Bound.AtLeast(double.Parse(words[2])) : Bound.AtMost(double.Parse(words[2])),
        };
    }
}
