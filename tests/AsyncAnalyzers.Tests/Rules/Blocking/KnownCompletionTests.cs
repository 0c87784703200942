using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Tasks that are known to be complete by ways of projects and tests.</summary>
public class KnownCompletionTests
{
    [Theory]
    // lists and sequences that are put together
    [InlineData("var a = GetAsync(); var more = ids.Select(i => GetAsync()).ToList(); var all = new List<Task>(); all.Add(a); all.AddRange(more); await Task.WhenAll(all); n = a.Result + more[0].Result;")]
    [InlineData("var a = GetAsync(); var more = ids.Select(i => GetAsync()).ToArray(); await Task.WhenAll(new Task[] { a, Task.Delay(1), }.Concat(more)); n = a.Result + more[0].Result;")]
    [InlineData("var a = GetAsync(); var more = ids.Select(i => GetAsync()).ToArray(); await Task.WhenAll(more.Append(a)); n = a.Result + more[0].Result;")]
    [InlineData("var a = GetAsync(); var more = ids.Select(i => GetAsync()).ToArray(); await Task.WhenAll(more.Prepend(a).ToArray()); n = a.Result;")]
    // what a project puts around a task
    [InlineData("var a = GetAsync(); await a.WithTimeout(); n = a.Result;")]
    [InlineData("var a = GetAsync(); var b = GetAsync(); await Task.WhenAll(a, b).WithTimeout(); n = a.Result + b.Result;")]
    [InlineData("var a = GetAsync(); Task b = Task.Delay(1); await Task.WhenAll(a, b).WithTimeout(); n = a.Result;")]
    [InlineData("var a = GetAsync(); var b = GetAsync(); await new[] { a, b }.WhenAllFailFast().ConfigureAwait(false); n = a.Result + b.Result;")]
    [InlineData("var a = GetAsync(); Task b = Task.Delay(1); try { await new[] { a, b }.WhenAllFailFast(); } catch (InvalidOperationException) { throw; } n = a.Result;")]
    [InlineData("var a = GetAsync(); await Tasks.WhenAllQuietly(new Task[] { a }); n = a.Result;")]
    // assertions
    [InlineData("var a = GetAsync(); await Task.Delay(1); Assert.IsTrue(a.IsCompleted, \"late\"); n = a.Result;")]
    [InlineData("var a = GetAsync(); Assert.True(a.IsCompletedSuccessfully); n = a.Result;")]
    [InlineData("var a = GetAsync(); Assert.IsFalse(!a.IsCompleted); n = a.Result;")]
    [InlineData("var a = GetAsync(); Assert.That(a.IsCompleted, Is.True); n = a.Result;")]
    [InlineData("var a = GetAsync(); Assert.Equal(TaskStatus.RanToCompletion, a.Status); n = a.Result;")]
    [InlineData("var a = GetAsync(); a.IsCompleted.Should().BeTrue(); n = a.Result;")]
    [InlineData("var a = GetAsync(); a.IsCompleted.ShouldBeTrue(); n = a.Result;")]
    // a source that a local function completes
    [InlineData("var tcs = new TaskCompletionSource<int>(); async void On(int i) { tcs.TrySetResult(await GetAsync()); } Raised += On; var a = GetAsync(); await Task.WhenAll(tcs.Task, a); n = tcs.Task.Result; n += a.Result;")]
    // flags that make the async function synchronous
    [InlineData("n = FindAsync(1, false).Result;")]
    [InlineData("n = FindAsync(1, refresh: false).GetAwaiter().GetResult();")]
    [InlineData("n = FindAsync(1).GetAwaiter().GetResult();")]
    [InlineData("n = ReadAsync(1, IOBehavior.Synchronous).GetAwaiter().GetResult();")]
    public Task Complete(string body) => Verify.SilentAsync(In(body));

    [Theory]
    [InlineData("var a = GetAsync(); var more = ids.Select(i => GetAsync()).ToList(); var all = new List<Task>(); all.AddRange(more); await Task.WhenAll(all); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); var b = GetAsync(); await Task.WhenAll(new Task[] { b }.Concat(new[] { Task.Delay(1) })); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); try { await a.WithTimeout(); } catch (TimeoutException) { } n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); await a.WithLog(); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); var b = GetAsync(); await new[] { a, b }.WhenAllOrFirst(); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); Assert.IsTrue(n > 0); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); Assert.IsFalse(a.IsCompleted); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); Assert.That(a.IsCompleted, Is.False); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); Assert.Equal(TaskStatus.WaitingForActivation, a.Status); n = [|a.Result|];")]
    [InlineData("var a = GetAsync(); a.IsCompleted.Should().BeFalse(); n = [|a.Result|];")]
    [InlineData("n = [|FindAsync(1, true).Result|];")]
    [InlineData("n = [|FindAsync(1, n > 0).Result|];")]
    [InlineData("n = [|LoadAsync(false).Result|];")]
    [InlineData("n = [|ReadAsync(1, IOBehavior.Asynchronous).GetAwaiter().GetResult()|];")]
    [InlineData("n = [|ReadAsync(Sync.Folders).GetAwaiter().GetResult()|];")]
    public Task Perhaps_not(string body) => Verify.ReportsAsync(In(body));

    private static string In(string body) => $$"""
        class C
        {
            event Action<int> Raised = null!;
            async Task<int> M(int[] ids, int n) { await Task.Yield(); {{body}} return n; }
            Task<int> GetAsync() => Task.Run(() => 1);
            async Task<int> FindAsync(int id, bool refresh = false) { if (id > 1 && refresh) { await Task.Delay(1); } return id; }
            Task<int> ReadAsync(int id, IOBehavior io) => io == IOBehavior.Asynchronous ? Task.Run(() => id) : Task.FromResult(id);
            Task<int> ReadAsync(Sync what) => Task.Run(() => (int)what);
            async Task<int> LoadAsync(bool refresh) { if (refresh || Raised == null) { await Task.Delay(1); } return 1; }
        }
        static class Tasks
        {
            public static Task WithTimeout(this Task task, int? time = null) => task;
            public static async Task<T> WithTimeout<T>(this Task<T> task, int? time = null) => await task;
            public static Task WithLog(this Task<int> task) => Task.CompletedTask;
            public static async Task WhenAllFailFast(this Task[] tasks) { foreach (Task t in tasks) await t; }
            public static async Task WhenAllQuietly(IEnumerable<Task> tasks) { foreach (Task t in tasks) await t; }
            public static async Task WhenAllOrFirst(this Task[] tasks) => await Task.WhenAny(tasks);
        }
        static class Assert
        {
            public static void IsTrue(bool condition, string text = "") { }
            public static void True(bool? condition) { }
            public static void IsFalse(bool condition) { }
            public static void That<T>(T actual, Constraint constraint) { }
            public static void Equal<T>(T expected, T actual) { }
        }
        enum IOBehavior { Synchronous, Asynchronous }
        enum Sync { Folders, Files }
        class Constraint { }
        static class Is { public static Constraint True => new(); public static Constraint False => new(); }
        class Assertions { public void BeTrue() { } public void BeFalse() { } }
        static class Fluent { public static Assertions Should(this bool value) => new(); public static void ShouldBeTrue(this bool value) { } }
        """;
}
