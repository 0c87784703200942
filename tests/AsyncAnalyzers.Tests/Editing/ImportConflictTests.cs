using AsyncAnalyzers.Rules.Blocking;
using AsyncAnalyzers.Rules.SharedState;
using AsyncAnalyzers.Rules.Unobserved;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>A using directive that a fix adds must not make another name of the file ambiguous: there the fix qualifies its own name.</summary>
public class ImportConflictTests
{
    private const string Models = """
        namespace Models
        {
            public class Debug { public static void Log(string text) { } }
            public class Activity { public string Name = ""; }
            public class Process { public static int Count; public class Inner { } }
            public class ConditionalAttribute : System.Attribute { }
            public class Switch<T> { }
            public class Host { public class Process { public static int Count; } }
            public abstract class Component { protected abstract void OnStart(); }
        }
        """;

    // ---- The name means another type by a directive ----

    [Theory]
    [InlineData("void F() { Debug.Log(\"a\"); }")]
    [InlineData("Activity _current = new Activity();")]
    [InlineData("List<Activity> _all = new List<Activity>();")]
    [InlineData("Activity[] _all = new Activity[0];")]
    [InlineData("object F() => typeof(Process);")]
    [InlineData("string F() => nameof(Process);")]
    [InlineData("bool F(object o) => o is Process;")]
    [InlineData("int F() => Process.Count;")]
    [InlineData("Process.Inner _inner = new Process.Inner();")]
    [InlineData("class D : Process { }")]
    [InlineData("void F<T>() where T : Activity { }")]
    [InlineData("[Conditional] void F() { }")]
    [InlineData("/// <summary>See <see cref=\"Process\"/>.</summary>\nvoid F() { }")]
    [InlineData("/// <summary>See <see cref=\"Process.Count\"/>.</summary>\nvoid F() { }")]
    public Task The_added_name_is_qualified(string member) => QualifiesAsync("using System;\nusing System.Collections.Generic;\nusing Models;", member);

    [Fact]
    public Task A_global_directive_counts() => QualifiesAsync("using System;", "void F() { Debug.Log(\"a\"); }", "global using Models;");

    [Fact]
    public Task A_nested_type_by_a_static_directive() => QualifiesAsync("using System;\nusing static Models.Host;", "int F() => Process.Count;");

    [Fact]
    public Task A_directive_inside_of_the_namespace_comes_before_its_own_types()
        => QualifiesAsync("", "int F() => Process.Count;", "namespace App { class Process { public static int Count; } }", inside: "using System;");

    // ---- It means no other type, or comes first all the same ----

    [Theory]
    [InlineData("void F() { Models.Debug.Log(\"a\"); }")]
    [InlineData("int Process { get; set; }")]
    [InlineData("class Process { } Process _p = new Process();")]
    [InlineData("int F(int Activity) => Activity;")]
    [InlineData("Switch<int> _switch = new Switch<int>();")]
    [InlineData("void F() { F(Process: 1); } void F(int Process) { }")]
    [InlineData("object F() => new { Process = 1 };")]
    [InlineData("// Debug.Log\nvoid F() { }")]
    public Task An_import_is_added(string member) => ImportsAsync("using System;\nusing System.Diagnostics;\nusing Models;", "using System;\nusing Models;", member);

    [Fact]
    public Task A_type_of_the_namespace_around_comes_first() => ImportsAsync(
        "using System;\nusing System.Diagnostics;", "using System;", "int F() => Process.Count;", "namespace App { class Process { public static int Count; } }");

    [Fact]
    public Task A_type_of_no_namespace_comes_first() => ImportsAsync(
        "using System;\nusing System.Diagnostics;", "using System;", "int F() => Process.Count;", "class Process { public static int Count; }");

    [Fact]
    public Task An_alias_comes_first() => ImportsAsync(
        "using System;\nusing System.Diagnostics;\nusing Debug = Models.Debug;", "using System;\nusing Debug = Models.Debug;", "void F() { Debug.Log(\"a\"); }");

    [Fact]
    public Task Names_of_another_file_do_not_count() => ImportsAsync(
        "using System;\nusing System.Diagnostics;", "using System;", "", "namespace App { using Models; class Other { int F() => Process.Count; } }");

    // ---- Other fixes ----

    [Theory]
    [InlineData("System.Timers", "Timer _timer = new Timer();")]
    [InlineData("Own", "Barrier _b = new Barrier();")]
    public Task Interlocked(string @namespace, string member) => Verify<ASYNC3001UnsynchronizedUpdateAnalyzer, ASYNC3001UnsynchronizedUpdateCodeFix>.FixesAsync(
        WithCounter(@namespace, member, "[|n++|]"), WithCounter(@namespace, member, "System.Threading.Interlocked.Increment(ref n)"), globalUsings: false);

    [Fact]
    public Task Delay_beside_a_status_of_the_user() => Verify<ASYNC1001ThreadSleepInAsyncAnalyzer, ASYNC1001ThreadSleepInAsyncCodeFix>.FixesAsync(
        WithSleep("[|System.Threading.Thread.Sleep(1)|]"), WithSleep("await System.Threading.Tasks.Task.Delay(1)"), globalUsings: false);

    private static string WithCounter(string @namespace, string member, string update) => $$"""
        using System.Threading.Tasks;
        using {{@namespace}};
        namespace Own { class Barrier { } }
        namespace App
        {
            class C
            {
                int n;
                {{member}}
                void M() => Parallel.For(0, 9, i => { {{update}}; });
            }
        }
        """;

    private static string WithSleep(string call) => $$"""
        using Own;
        namespace Own { enum TaskStatus { Open } }
        namespace App
        {
            class C
            {
                TaskStatus _status = TaskStatus.Open;
                async System.Threading.Tasks.Task M()
                {
                    {{call}};
                    await System.Threading.Tasks.Task.Yield();
                }
            }
        }
        """;

    private static Task QualifiesAsync(string usings, string member, string more = "", string inside = "") => FixesAsync(
        WithComponent(usings, inside, member, Start),
        WithComponent(usings, inside, member, Guarded("System.Diagnostics.Trace")),
        more);

    private static Task ImportsAsync(string usingsAfter, string usings, string member, string more = "") => FixesAsync(
        WithComponent(usings, "", member, Start), WithComponent(usingsAfter, "", member, Guarded("Trace")), more);

    private static Task FixesAsync(string source, string fixedSource, string more)
        => Verify<ASYNC2002AsyncVoidMethodAnalyzer, ASYNC2002AsyncVoidMethodCodeFix>.FixesAsync(
            source,
            fixedSource,
            globalUsings: false,
            configure: test =>
            {
                test.TestState.Sources.AddRange(new[] { ("/0/Models.cs", Text(Models)), ("/0/More.cs", Text(more)) });
                test.FixedState.Sources.AddRange(new[] { ("/0/Models.cs", Text(Models)), ("/0/More.cs", Text(more)) });
            });

    private static Microsoft.CodeAnalysis.Text.SourceText Text(string text) => Microsoft.CodeAnalysis.Text.SourceText.From(text);

    private const string Start = """
        protected override async void [|OnStart|]()
                {
                    await System.IO.File.WriteAllTextAsync("a", "");
                }
        """;

    private static string Guarded(string trace) => $$"""
        protected override async void OnStart()
                {
                    try
                    {
                        await System.IO.File.WriteAllTextAsync("a", "");
                    }
                    catch (Exception exception)
                    {
                        {{trace}}.TraceError(exception.ToString());
                    }
                }
        """;

    private static string WithComponent(string usings, string inside, string member, string start) => $$"""
        {{usings}}

        namespace App
        {
            {{inside}}

            #pragma warning disable CS0169, CS0414
            class C : Models.Component
            {
                {{member}}
                {{start}}
            }
        }
        """;
}
