using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2005NullTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>A null in the place of a task, from a lambda that is handed to <c>Task.Run</c> or any other taker of a <c>Func&lt;Task&gt;</c>.</summary>
public class NullTaskOfFunctionTests
{
    private const string Types = """

        class Taker
        {
            public static void Take(Func<Task> f) { }
            public static void Take(Func<int, Task<int>> f) { }
            public static void TakeNullable(Func<Task?> f) { }
            public static T Any<T>(Func<T> f) => f();
            public static Func<Task>? Field;
            public static event Func<Task>? Happened { add { } remove { } }
        }
        """;

    [Fact]
    public Task A_completed_task_is_returned() => Verify.FixesAsync("""
        class C
        {
            Task A() => Task.Run(() => [|(Task)null!|]);
            Task B(bool b) => Task.Run(() => { if (b) return [|null|]; return Task.Delay(1); });
            void D() { Taker.Take(() => [|null!|]); }
            void E() { Taker.Take(() => { return [|null!|]; }); }
            void F() { Taker.Take(() => [|default!|]); }
            void G() { Taker.Take(x => [|null!|]); }
            void H() { Func<Task> f = () => [|null!|]; f(); }
            void J() { Taker.Field = delegate { return [|null!|]; }; }
            Task<int> K(bool b) => Task.Run(() => b ? [|null|] : Task.FromResult(1));
            Task L(bool b) => Task.Run(() => b switch { true => [|null|], _ => Task.Delay(1) });
            Task M() => Task.Run(() => [|default(Task)|]);
            Dictionary<int, Func<Task>> N() => new() { [1] = () => [|null!|] };
            Func<Task>[] O() => new Func<Task>[] { () => [|null!|] };
            Task Q() { return Task.Run(F); Task F() { return [|null!|]; } }
        }
        """ + Types, """
        class C
        {
            Task A() => Task.Run(() => Task.CompletedTask);
            Task B(bool b) => Task.Run(() => { if (b) return Task.CompletedTask; return Task.Delay(1); });
            void D() { Taker.Take(() => Task.CompletedTask); }
            void E() { Taker.Take(() => { return Task.CompletedTask; }); }
            void F() { Taker.Take(() => Task.CompletedTask); }
            void G() { Taker.Take(x => Task.FromResult(0)); }
            void H() { Func<Task> f = () => Task.CompletedTask; f(); }
            void J() { Taker.Field = delegate { return Task.CompletedTask; }; }
            Task<int> K(bool b) => Task.Run(() => b ? Task.FromResult(0) : Task.FromResult(1));
            Task L(bool b) => Task.Run(() => b switch { true => Task.CompletedTask, _ => Task.Delay(1) });
            Task M() => Task.Run(() => Task.CompletedTask);
            Dictionary<int, Func<Task>> N() => new() { [1] = () => Task.CompletedTask };
            Func<Task>[] O() => new Func<Task>[] { () => Task.CompletedTask };
            Task Q() { return Task.Run(F); Task F() { return Task.CompletedTask; } }
        }
        """ + Types);

    [Fact]
    public Task Null_is_allowed_or_no_task_is_expected() => Verify.SilentAsync("""
        class C
        {
            void A() { Taker.Take(async () => { await Task.Yield(); }); }
            void B() { Taker.Any(() => (Task?)null); }
            void D() { Func<object?> f = () => null; }
            void E() { Taker.TakeNullable(() => null); }
            Task<string?> F() => Task.Run<string?>(() => (string?)null);
            Func<Task?> G() => () => null;
            Task H() => Task.Run(() => { });
        }
        """ + Types);
}
