using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Extension methods as counterparts: by the type of their receiver, however it is written.</summary>
public class CounterpartMembersTests
{
    private const string Types = """

        interface IStore { void Save(); }
        interface IBox : IStore { }
        class Base : IStore { public void Save() { Console.WriteLine(); } }
        class Store : Base { }
        struct Row : IStore { public void Save() { Console.WriteLine(); } }
        static class Synchronous
        {
            public static void Ship(this string text) { Console.WriteLine(text); }
            public static void Ship(this string[] texts) { Console.WriteLine(texts); }
            public static void Ship(this int? number) { Console.WriteLine(number); }
        }
        """;

    [Theory]
    [InlineData("this Store s", "Store s", "s.Save()")]
    [InlineData("this Base s", "Store s", "s.Save()")]
    [InlineData("this IStore s", "Store s", "s.Save()")]
    [InlineData("this IStore s", "IBox s", "s.Save()")]
    [InlineData("this IStore s", "Row s", "s.Save()")]
    [InlineData("this global::IStore s", "Store s", "s.Save()")]
    [InlineData("this Alias s", "Store s", "s.Save()")]
    [InlineData("this object s", "Store s", "s.Save()")]
    [InlineData("this Object s", "IBox s", "s.Save()")]
    [InlineData("this string s", "string s", "s.Ship()")]
    [InlineData("this String s", "string s", "s.Ship()")]
    [InlineData("this IEnumerable<char> s", "string s", "s.Ship()")]
    [InlineData("this string[] s", "string[] s", "s.Ship()")]
    [InlineData("this IEnumerable<string> s", "string[] s", "s.Ship()")]
    [InlineData("this int? s", "int? s", "s.Ship()")]
    public Task The_receiver_is_converted(string receiver, string parameter, string call) => FixesAsync(
        call,
        $$"""
        using Alias = Base;

        class C { public async Task M({{parameter}}) { await Task.Yield(); CALL; } }
        static class Extensions
        {
            public static async Task SaveAsync({{receiver}}) { await Task.Yield(); }
            public static async Task ShipAsync({{receiver}}) { await Task.Yield(); }
        }
        """);

    [Theory]
    [InlineData("<T>(this T s)", "Store s")]
    [InlineData("<Any>(this Any s) where Any : IStore", "Store s")]
    [InlineData("<Any>(this Any s) where Any : IStore", "Row s")]
    public Task The_receiver_is_of_any_type(string signature, string parameter) => FixesAsync(
        "s.Save()",
        $$"""
        class C { public async Task M({{parameter}}) { await Task.Yield(); CALL; } }
        static class Extensions { public static async Task SaveAsync{{signature}} { await Task.Yield(); } }
        """);

    [Fact]
    public Task A_type_parameter_is_called_on() => FixesAsync(
        "s.Save()",
        """
        class C { public async Task M<T>(T s) where T : Base { await Task.Yield(); CALL; } }
        static class Extensions { public static async Task SaveAsync(this IStore s) { await Task.Yield(); } }
        """);

    [Theory]
    [InlineData("this Other s")]
    [InlineData("this IDisposable s")]
    [InlineData("this Store s")]
    [InlineData("Base s")]
    public Task It_is_for_another_type(string receiver) => Verify.SilentAsync($$"""
        class Other { }
        class C { public async Task M(Base s) { await Task.Yield(); s.Save(); } }
        static class Extensions { public static async Task SaveAsync({{receiver}}) { await Task.Yield(); } }
        """ + Types);

    private static Task FixesAsync(string call, string source) => Verify.FixesAsync(
        source.Replace("CALL", $"[|{call}|]", StringComparison.Ordinal) + Types,
        source.Replace("CALL", "await " + call.Replace("(", "Async(", StringComparison.Ordinal), StringComparison.Ordinal) + Types);
}
