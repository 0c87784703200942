using AsyncAnalyzers.Semantics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>A way is the same whatever was asked before.</summary>
public class ShortestWaysTests
{
    private static readonly Dictionary<string, Exploration<string>> Graph = new()
    {
        ["all"] = new(false, ["near", "far1"], NeedsAll: true),
        ["allReversed"] = new(false, ["far1", "near"], NeedsAll: true),
        ["any"] = new(false, ["near", "far1"]),
        ["toAll"] = new(false, ["all"]),
        ["near"] = new(true, []),
        ["far1"] = new(false, ["far2"]),
        ["far2"] = new(false, ["far3"]),
        ["far3"] = new(false, ["end"]),
        ["end"] = new(true, []),
        ["loop"] = new(false, ["loop", "back"]),
        ["back"] = new(false, ["loop", "far3"]),
        ["dead"] = new(false, ["deadToo"]),
        ["deadToo"] = new(false, ["dead"]),
        ["allButOne"] = new(false, ["near", "dead"], NeedsAll: true),
    };

    [Theory]
    [InlineData("all", 3, "near")]
    [InlineData("allReversed", 3, "near")]
    [InlineData("toAll", 4, "near")]
    [InlineData("any", 1, "near")]
    [InlineData("far1", 3, "end")]
    [InlineData("loop", 3, "end")]
    [InlineData("dead", -1, null)]
    [InlineData("allButOne", -1, null)]
    public void From_anywhere_and_after_any_other_question(string node, int steps, string? end)
    {
        foreach (string?[] before in Graph.Keys.Select(one => new[] { one }).Append([]).Append([.. Graph.Keys]).Append([.. Graph.Keys.Reverse()]))
        {
            var ways = new ShortestWays<string>((one, _) => Graph[one]);
            foreach (string? asked in before)
            {
                ways.From(asked!, CancellationToken.None);
            }

            Way<string>? way = ways.From(node, CancellationToken.None);
            Assert.Equal((steps, end), (way?.Steps ?? -1, way?.End));
        }
    }
}
