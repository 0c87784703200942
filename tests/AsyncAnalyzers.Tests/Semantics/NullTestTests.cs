using AsyncAnalyzers.Semantics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Which conditions ask whether something is null, what they ask of, and with which outcome it is.</summary>
public class NullTestTests
{
    [Theory]
    [InlineData("x == null")]
    [InlineData("null == x")]
    [InlineData("(x) == (null)")]
    [InlineData("((null == (x)))")]
    [InlineData("x == (string)null")]
    [InlineData("x == null!")]
    [InlineData("x is null")]
    [InlineData("(x) is (null)")]
    [InlineData("x is (string)null")]
    [InlineData("x is not not null")]
    [InlineData("x is not { }")]
    [InlineData("x is not object")]
    [InlineData("!(x != null)")]
    [InlineData("!(x is { })")]
    [InlineData("!(x is object)")]
    [InlineData("!!(x == null)")]
    [InlineData("ReferenceEquals(x, null)")]
    [InlineData("object.ReferenceEquals(null, (x))")]
    public void It_is_null(string condition) => Is(condition, "x", true, null);

    [Theory]
    [InlineData("x != null")]
    [InlineData("null != x")]
    [InlineData("(x) != null")]
    [InlineData("x is not null")]
    [InlineData("x is not (null)")]
    [InlineData("x is { }")]
    [InlineData("x is ({ })")]
    [InlineData("(x) is object")]
    [InlineData("x is not not object")]
    [InlineData("!(x == null)")]
    [InlineData("!(null == x)")]
    [InlineData("!(x is null)")]
    [InlineData("(!ReferenceEquals(x, null))")]
    public void It_is_not_null(string condition) => Is(condition, "x", false, null);

    [Theory]
    [InlineData("x is { } y", false)]
    [InlineData("x is not { } y", true)]
    [InlineData("!(x is { } y)", true)]
    public void What_is_not_null_gets_a_name(string condition, bool isNull) => Is(condition, "x", isNull, "y");

    [Theory]
    [InlineData("this.x == null", "this.x")]
    [InlineData("null != x.Y()", "x.Y()")]
    [InlineData("(object)x == null", "(object)x")]
    [InlineData("x?.Y is not null", "x?.Y")]
    [InlineData("(x as string) is { }", "x as string")]
    [InlineData("(await x) == null", "await x")]
    public void What_is_tested(string condition, string tested)
        => Assert.Equal(tested, NullTest.Of(SyntaxFactory.ParseExpression(condition))?.Tested.ToString());

    [Theory]
    [InlineData("x")]
    [InlineData("!x")]
    [InlineData("null")]
    [InlineData("x == y")]
    [InlineData("x != 0")]
    [InlineData("x == default")]
    [InlineData("x == default(string)")]
    [InlineData("x > null")]
    [InlineData("x ?? null")]
    [InlineData("x = null")]
    [InlineData("x is string")]
    [InlineData("x is not string")]
    [InlineData("x is string y")]
    [InlineData("x is var y")]
    [InlineData("x is 0")]
    [InlineData("x is null or \"\"")]
    [InlineData("x is not (null or \"\")")]
    [InlineData("x is { Length: 0 }")]
    [InlineData("x is string { }")]
    [InlineData("x is (_, _) { }")]
    [InlineData("x == null && y == null")]
    [InlineData("Equals(x, null)")]
    [InlineData("ReferenceEquals(x, y)")]
    [InlineData("x.HasValue")]
    public void Other_conditions(string condition) => Assert.Null(NullTest.Of(SyntaxFactory.ParseExpression(condition)));

    [Fact]
    public void No_condition()
    {
        Assert.Null(NullTest.Of(null));
        Assert.Null(NullTest.Of(SyntaxFactory.ParseStatement("return null;")));
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("not null", false)]
    [InlineData("{ }", false)]
    [InlineData("0", null)]
    public void Of_an_arm(string pattern, bool? isNull)
    {
        var @switch = (SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"(x) switch {{ {pattern} => 1 }}");
        NullTest? test = NullTest.Of(@switch.GoverningExpression, @switch.Arms[0].Pattern);
        Assert.Equal(isNull, test?.IsNull);
        Assert.Equal(isNull is null ? null : "x", test?.Tested.ToString());
    }

    private static void Is(string condition, string tested, bool isNull, string? name)
    {
        NullTest? test = NullTest.Of(SyntaxFactory.ParseExpression(condition));
        Assert.Equal((tested, isNull, name), (test?.Tested.ToString(), test?.IsNull, test?.Designation?.ToString()));
    }
}
