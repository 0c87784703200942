using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>
/// What an editor does: tree after tree is exchanged, and each compilation is made from the one before. What is kept from the one before
/// must not show in the reports, and must keep no compilation alive.
/// </summary>
public class TypingTests
{
    private static readonly (string Path, string Text)[] Files =
    [
        ("Usings.cs", TestedCode.GlobalUsings),
        ("Helper.cs", "class Helper { public static void Load() { Step(); } static void Step() { Thread.Sleep(5000); } }"),
        ("Caller.cs", "class Caller { public async Task RunAsync() { await Task.Yield(); Helper.Load(); Work(); } Task WorkAsync() => Task.Delay(1); void Work() { } }"),
        ("View.cs", "class View { event EventHandler? Click; void Init() { Click += OnClick; } async void OnClick(object? s, EventArgs e) { await Task.Yield(); } }"),
        ("Other.cs", "class Other { public async Task OtherAsync(Caller caller) { caller.RunAsync(); await Task.Yield(); new Made().Begin(); } }"),
        ("Made.cs", "class Made { public Task Begin() => Task.CompletedTask; public int Value => 1; }"),
    ];

    /// <summary>The file, what is replaced in it, and by what.</summary>
    public static TheoryData<string> Edits =>
    [
        "Helper.cs|Thread.Sleep(5000);|",
        "Helper.cs|Thread.Sleep(5000);|;;",
        "Helper.cs|Step(); }|Local(); void Local() { Step(); } }",
        "Helper.cs|static void Step() {|static void Step(int again = 0) {",
        "Helper.cs|public static void Load()|public static Task Load()",
        "Helper.cs|static void Step()|static void Unused() { } static void Step()",
        "Helper.cs|class Helper {|class Before { } class Helper {",
        "Helper.cs|class Helper {|namespace Some { } class Helper {",
        "Caller.cs|await Task.Yield();|",
        "Caller.cs|Helper.Load();|",
        "Caller.cs|async Task RunAsync()|async void RunAsync()",
        "View.cs|Click += OnClick;|",
        "View.cs|object? s, EventArgs e|string s",
        "Other.cs|caller.RunAsync();|_ = caller.RunAsync();",
        "Made.cs|public Task Begin() => Task.CompletedTask;|public void Begin() { }",
        "Made.cs|public Task Begin() => Task.CompletedTask;|public Awaited Begin() => new(); public class Awaited { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => default; }",
        "Made.cs|public int Value => 1;|public int Value { get { Thread.Sleep(5000); return 1; } }",
        "Usings.cs|global using System.IO;|global using System.IO; global using Job = System.Threading.Tasks.Task;",
    ];

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Reports_are_those_of_a_new_compilation(string edit)
    {
        string[] parts = edit.Split('|');
        CSharpCompilation typed = Compile(Files);
        string[] before = await ReportsAsync(typed);
        foreach ((string from, string to) in new[] { (parts[1], parts[2]), (parts[2], parts[1]) })
        {
            (string path, string text) = Files.Single(file => file.Path == parts[0]);
            string edited = from == parts[1] ? text.Replace(from, to, StringComparison.Ordinal) : text;
            SyntaxTree old = typed.SyntaxTrees.Single(tree => tree.FilePath == path);
            typed = typed.ReplaceSyntaxTree(old, Parse((path, edited)));

            Assert.Equal(await ReportsAsync(Compile([.. Files.Select(file => file.Path == path ? (path, edited) : file)])), await ReportsAsync(typed));
        }

        Assert.Equal(before, await ReportsAsync(typed));
    }

    [Fact]
    public async Task Files_that_come_and_go_leave_nothing_behind()
    {
        CSharpCompilation typed = Compile(Files);
        string[] before = await ReportsAsync(typed);
        SyntaxTree more = Parse(("More.cs", "partial class More { public static void Load() { Thread.Sleep(9000); } async Task M() { await Task.Yield(); Load(); } }"));

        CSharpCompilation longer = typed.AddSyntaxTrees(more);

        Assert.NotEqual(before, await ReportsAsync(longer));
        Assert.Equal(await ReportsAsync(Compile([.. Files, ("More.cs", more.ToString())])), await ReportsAsync(longer));
        Assert.Equal(before, await ReportsAsync(longer.RemoveSyntaxTrees(more)));
        Assert.Equal(before, await ReportsAsync(typed));
    }

    [Fact]
    public async Task Another_project_is_typed_in()
    {
        CSharpCompilation library = Compile([("Usings.cs", TestedCode.GlobalUsings), ("Lib.cs", "public class Lib { public void Save() { } }")], "Lib");
        CSharpCompilation app = Compile([("Usings.cs", TestedCode.GlobalUsings), ("App.cs", "class App { void M(Lib lib) { lib.Save(); } }")])
            .AddReferences(library.ToMetadataReference());
        Assert.Empty(await ReportsAsync(app));

        CSharpCompilation edited = library.ReplaceSyntaxTree(library.SyntaxTrees[1], Parse(("Lib.cs", "public class Lib { public Task Save() => Task.Delay(1); }")));
        CSharpCompilation rebuilt = app.ReplaceReference(app.References.OfType<CompilationReference>().Single(), edited.ToMetadataReference());

        Assert.Contains("ASYNC2001", Assert.Single(await ReportsAsync(rebuilt)), StringComparison.Ordinal);
        Assert.Empty(await ReportsAsync(app));
    }

    [Fact]
    public async Task No_old_compilation_is_kept_alive()
    {
        List<WeakReference> old = [];
        CSharpCompilation current = await TypeAsync(Compile(Files), 200, old);
        for (int attempt = 0; attempt < 10 && old.Any(reference => reference.IsAlive); attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }

        Assert.Equal(200, old.Count);
        Assert.Equal(0, old.Count(reference => reference.IsAlive));
        GC.KeepAlive(current);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<CSharpCompilation> TypeAsync(CSharpCompilation compilation, int edits, List<WeakReference> old)
    {
        for (int edit = 0; edit < edits; edit++)
        {
            (string path, string text) = Files[1 + (edit % (Files.Length - 1))];
            int body = text.IndexOf("{ ", text.IndexOf('(', StringComparison.Ordinal) is var start && start >= 0 ? start : 0, StringComparison.Ordinal);
            string edited = edit % 3 == 0 && body >= 0 ? text.Insert(body + 2, "; ") : text + " ";
            Assert.NotEmpty(await ReportsAsync(compilation));
            old.Add(new WeakReference(compilation));
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Single(tree => tree.FilePath == path), Parse((path, edited)));
        }

        return compilation;
    }

    private static CSharpCompilation Compile((string Path, string Text)[] files, string name = "Typed")
        => CSharpCompilation.Create(name, files.Select(Parse), TestedCode.Framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Parse((string Path, string Text) file)
        => CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(TestSetup.NewestLanguageVersion), file.Path);

    private static async Task<string[]> ReportsAsync(CSharpCompilation compilation)
        => [.. (await TestedCode.ReportsAsync(compilation)).Select(report => report.ToString())];
}
