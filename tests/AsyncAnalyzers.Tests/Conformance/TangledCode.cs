namespace AsyncAnalyzers.Tests.Conformance;

/// <summary>Files that call each other to and fro: cycles, long chains, several implementations, types in parts.</summary>
internal static class TangledCode
{
    private const int Length = 60;

    public static (string Path, string Text)[] Files { get; } =
    [
        ("/tangled/Services.cs", """
            namespace Tangled;
            internal interface IStore { void Save(string text); string Load(); int Size(int n); }
            internal class FileStore : IStore { public void Save(string text) => File.WriteAllText("a", text); public string Load() => Steps.Step0(9) + File.ReadAllText("a"); public int Size(int n) => Numbers.Sum(n); }
            internal class LineStore : IStore { public void Save(string text) => Deep(text); void Deep(string text) => Deeper(text); void Deeper(string text) => File.AppendAllText("a", text); public string Load() => File.ReadAllText("b"); public int Size(int n) => n; }
            """),
        ("/tangled/MoreServices.cs", """
            namespace Tangled;
            internal class SlowStore : IStore { public void Save(string text) => Thread.Sleep(50); public string Load() { Thread.Sleep(9); return ""; } public int Size(int n) => Numbers.Product(n); }
            internal class WaitingStore : IStore { readonly ManualResetEventSlim _done = new(); public void Save(string text) { Begin(); _done.Wait(); } void Begin() { } public string Load() => Remote.Get().Result; public int Size(int n) => n * 2; }
            public static class Remote { public static async Task<string> Get() { await Task.Delay(1); return ""; } }
            """),
        ("/tangled/Users.cs", """
            namespace Tangled;
            internal class Users
            {
                readonly IStore store; internal Users(IStore store) => this.store = store;
                int _saved;
                public async Task SaveAsync() { await Task.Yield(); store.Save("a"); Save(); _ = store.Load(); }
                void Save() => store.Save("b");
                public Task ManyAsync() => Task.WhenAll(Enumerable.Range(0, 9).Select(async i => { await Task.Yield(); _saved++; SaveAsync(); }));
                public void Wait() { SaveAsync().Wait(); ManyAsync().GetAwaiter().GetResult(); }
                public async Task<int> LookAsync() { int a = await Facts.One(1); int b = await Facts.Two(2); int c = await Facts.Far(3); return a + b + c; }
                public async Task EachAsync(int[] ids) { foreach (int id in ids) { await Facts.One(id); } foreach (int id in ids) { await Facts.Far(id); } }
            }
            """),
        ("/tangled/Facts.cs", """
            namespace Tangled;
            public static class Facts
            {
                public static async Task<int> One(int n) { await Task.Delay(n); return Even(n) ? Steps.Step0(n) : Steps.Step20(n); }
                public static async Task<int> Two(int n) { await Task.Delay(n); return Odd(n) ? Steps.Step30(n) : Steps.Step55(n); }
                public static async Task<int> Far(int n) { int got = await One(n); return got + Numbers.Sum(n); }
                static bool Even(int n) => n == 0 || Odd(n - 1);
                static bool Odd(int n) => n != 0 && Even(n - 1);
            }
            """),
        ("/tangled/Steps1.cs", $"namespace Tangled;\npublic static partial class Steps\n{{\n{Chain(0, Length / 2)}\n}}"),
        ("/tangled/Steps2.cs", $"namespace Tangled;\npublic static partial class Steps\n{{\n{Chain(Length / 2, Length)}\npublic static int Step{Length}(int n) => n;\n}}"),
        ("/tangled/Numbers.cs", """
            namespace Tangled;
            public static class Numbers
            {
                public static int Sum(int n) { int sum = 0; for (int i = 0; i < 2000; i++) { sum += n > 0 ? Product(n - 1) : i; } return sum; }
                public static int Product(int n) { int product = 1; for (int i = 0; i < 3000; i++) { product *= n > 1 ? Sum(n / 2) : Other(i); } return product; }
                public static int Other(int n) { int other = 0; for (int i = 0; i < 1000; i++) { other += n > 0 ? Third(n - 1) : 1; } return other; }
                public static int Third(int n) => n > 5 ? Other(n - 5) + Sum(n - 6) : n;
            }
            """),
        ("/tangled/Work.cs", """
            namespace Tangled;
            public class Work
            {
                public async Task<int> FirstAsync(int[] data) { await Task.Yield(); int all = 0; foreach (int one in data) { foreach (int other in data) { foreach (int third in data) { all += Steps.Step0(one * other * third); } } } return all; }
                public async Task<int> SecondAsync() { await Task.Yield(); return Numbers.Sum(9) + Numbers.Product(8); }
                public async Task<int> ThirdAsync() { await Task.Yield(); return Numbers.Third(9) + Numbers.Other(8); }
                public async Task<int> FourthAsync() { await Task.Yield(); int all = 0; for (int i = 0; i < 40_000_000; i++) { all += Steps.Step3(i); } return all; }
            }
            public class MoreWork
            {
                public async Task<int> FirstAsync() { await Task.Yield(); return Numbers.Other(3) + Numbers.Third(7); }
                public async Task<int> SecondAsync() { await Task.Yield(); return Numbers.Product(3) + Numbers.Sum(7); }
            }
            """),
        ("/tangled/Rings.cs", """
            namespace Tangled;
            public static class Rings
            {
                public static void A(int n) { if (n > 0) B(n - 1); }
                public static void B(int n) { if (n > 1) C(n - 1); else D(n); }
                public static void C(int n) { if (n > 2) A(n - 1); E(n); }
                public static void D(int n) { if (n > 3) B(n - 1); Lower.F(n); }
                public static void E(int n) { if (n > 4) D(n - 1); }
            }
            public static class Lower
            {
                public static void F(int n) { if (n > 5) Rings.A(n); G(n, false); }
                static void G(int n, bool wait) { if (n > 6) F(n); if (wait) Thread.Sleep(n); H(n, true); }
                static void H(int n, bool wait) { if (wait) { lock (typeof(Lower)) { Thread.Sleep(n); } } else { G(n, !wait); } }
            }
            """),
        ("/tangled/RingUsers.cs", """
            namespace Tangled;
            public class RingUsers
            {
                public async Task One() { await Task.Yield(); Rings.A(9); Rings.E(8); }
                public async Task Two() { await Task.Yield(); Rings.C(9); Rings.B(8); Lower.F(7); }
                public async Task Three() { await Task.Yield(); Rings.D(9); new Parts().First(); new Parts().Second(); }
                public async void Four() { await One(); }
            }
            """),
        ("/tangled/Parts1.cs", """
            namespace Tangled;
            public partial class Parts { int _count; public void First() { Third(); } partial void Hook(); public Task Begin() { Task.Run(() => _count++); Task.Run(() => Count()); return Three(); } }
            """),
        ("/tangled/Parts2.cs", """
            namespace Tangled;
            public partial class Parts { public void Second() { Hook(); First(); } void Third() => Fourth(); partial void Hook() => Thread.Sleep(4); void Count() { _count++; } async Task Three() { Begin(); await Task.Delay(1); } }
            """),
        ("/tangled/Parts3.cs", """
            namespace Tangled;
            public partial class Parts { void Fourth() { Second(); Task.Delay(5).Wait(); } public Task Both() { return Task.WhenAll(Task.Run(Count), Task.Run(Count)); } }
            """),
    ];

    private static string Chain(int from, int to)
        => string.Join("\n", Enumerable.Range(from, to - from).Select(index => $"public static int Step{index}(int n) => Step{index + 1}(n + 1);"));
}
