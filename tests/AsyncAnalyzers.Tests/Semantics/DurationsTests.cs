using AsyncAnalyzers.Semantics;
using AsyncAnalyzers.Tests.Conformance;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>How long a time-out is, as code writes it.</summary>
public class DurationsTests
{
    [Theory]
    [InlineData("250", 250)]
    [InlineData("250L", 250)]
    [InlineData("(250)", 250)]
    [InlineData("2 * 100", 200)]
    [InlineData("0", 0)]
    [InlineData("TimeSpan.FromSeconds(3)", 3_000)]
    [InlineData("TimeSpan.FromMinutes(0.5)", 30_000)]
    [InlineData("TimeSpan.FromHours(1)!", 3_600_000)]
    [InlineData("System.TimeSpan.FromDays(1)", 86_400_000)]
    [InlineData("TimeSpan.FromMilliseconds(Constant)", 40)]
    [InlineData("TimeSpan.FromSeconds(_seconds)", 7_000)]
    [InlineData("new TimeSpan(10_000)", 1)]
    [InlineData("new TimeSpan(0, 5, 0)", 300_000)]
    [InlineData("new(1, 0, 0, 1)", 86_401_000)]
    [InlineData("new TimeSpan(0, 0, 0, 1, 5)", 1_005)]
    [InlineData("TimeSpan.Zero", 0)]
    [InlineData("Constant", 40)]
    [InlineData("local", 2_000)]
    [InlineData("_pause", 9_000)]
    [InlineData("TimeSpan.FromSeconds(this._seconds)", 7_000)]
    [InlineData("Pause", 9_000)]
    [InlineData("Computed", 4_000)]
    [InlineData("-1", double.PositiveInfinity)]
    [InlineData("Timeout.Infinite", double.PositiveInfinity)]
    [InlineData("Timeout.InfiniteTimeSpan", double.PositiveInfinity)]
    [InlineData("TimeSpan.FromMilliseconds(-1)", double.PositiveInfinity)]
    [InlineData("_never", double.PositiveInfinity)]
    public Task Length(string duration, double expected) => Is(duration, expected);

    [Theory]
    [InlineData("_set")]
    [InlineData("Set")]
    [InlineData("changed")]
    [InlineData("TimeSpan.FromSeconds(given)")]
    [InlineData("TimeSpan.MaxValue")]
    [InlineData("new TimeSpan(given, 0, 0)")]
    [InlineData("new Other(1, 2, 3)")]
    [InlineData("_round")]
    [InlineData("Task.Delay(3)")]
    [InlineData("\"x\"")]
    public Task Unknown(string duration) => Is(duration, null);

    private static async Task Is(string duration, double? expected)
    {
        TestedCode code = TestedCode.Create($$"""
            class Other { public Other(int a, int b, int c) { } }
            class C
            {
                private const int Constant = 40;
                private readonly int _seconds = 7;
                private static readonly TimeSpan _pause = TimeSpan.FromSeconds(9);
                private static readonly TimeSpan _never = Timeout.InfiniteTimeSpan;
                private static readonly TimeSpan _round = _trip;
                private static readonly TimeSpan _trip = _round;
                private TimeSpan _set = TimeSpan.FromSeconds(9);
                private TimeSpan Set { get; set; } = TimeSpan.FromSeconds(9);
                private TimeSpan Pause { get; } = _pause;
                private TimeSpan Computed => TimeSpan.FromSeconds(4);
                void M(int given)
                {
                    TimeSpan local = TimeSpan.FromSeconds(2), changed = local;
                    changed = Pause;
                    M2({{duration}});
                }
                void M2(object o) { }
                void M2(TimeSpan t) { }
            }
            """);
        SemanticModel model = (await code.Document.GetSemanticModelAsync())!;
        ExpressionSyntax written = (await model.SyntaxTree.GetRootAsync()).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Single(call => CallSyntax.CalledName(call) == "M2").ArgumentList.Arguments[0].Expression;
        Assert.Equal(expected, Durations.Milliseconds(written, CodeModel.Of(model, default)));
        Assert.Equal(expected == double.PositiveInfinity, Durations.IsInfinite(written, CodeModel.Of(model, default)));
    }
}
