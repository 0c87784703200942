namespace AsyncAnalyzers.Tests.Cases;

/// <summary>Entity Framework Core: inputs after public bug reports.</summary>
public class DatabaseCases
{
    /// <summary>Queries whose tasks are dropped or blocked on (dotnet/efcore#12253, #20210).</summary>
    [Fact]
    public Task Tasks_of_a_context() => Case.HoldsAsync("""
        using Microsoft.EntityFrameworkCore;

        class User { public int Id; public string Name; }
        class Db : DbContext { public DbSet<User> Users; public DbSet<User> Admins; }
        interface IStore { Task<string> FindClientByIdAsync(string id); }
        class Sessions
        {
            private readonly Db _db; private readonly IStore _store;
            public Sessions(Db db, IStore store) { _db = db; _store = store; }
            public async Task<int> TwoAtOnceAsync()
            {
                var users = _db.Users.ToListAsync();
                await Task.WhenAll(users);
                return users.Result.Count;
            }
            public async Task UrlsAsync(string[] ids)
            {
                var tasks = from id in ids select _store.FindClientByIdAsync(id);
                {|CS4014:Task.WhenAll(tasks)|};
                await Task.Yield();
            }
            public async void {|ASYNC2002:FillBags|}() { await _db.Users.ToListAsync(); }
            public int Count() => {|ASYNC1003:NameAsync().Result|}.Length;
            private async Task<string> NameAsync() => (await _db.Users.FirstOrDefaultAsync()).Name;
            public Task HandleAsync(User u)
            {
                {|ASYNC2001:_db.Users.FindAsync(u.Id)|};
                {|ASYNC2001:_db.SaveChangesAsync()|};
                return Task.CompletedTask;
            }
            public async Task<int> BothAsync()
            {
                var users = _db.Users.ToListAsync();
                var admins = {|ASYNC3017:_db.Admins.ToListAsync|}();
                await Task.WhenAll(users, admins);
                return users.Result.Count + admins.Result.Count;
            }
            public async Task ForEachAsync(List<User> all)
            {
                await Task.WhenAll(all.Select(async u => { u.Name = "x"; await {|ASYNC3017:_db.SaveChangesAsync|}(); }));
            }
            public async Task EnsureAsync() { {|ASYNC1004:_db.Database.EnsureCreated()|}; await _db.SaveChangesAsync(); }
        }
        """, libraries: [Library.EntityFramework]);

    /// <summary>Synchronous calls of a context, in place and on the thread pool.</summary>
    [Fact]
    public Task Offloaded_calls() => Case.HoldsAsync("""
        using Microsoft.EntityFrameworkCore;

        class Db : DbContext { public DbSet<string> Names; }
        class T
        {
            private readonly Db _db = new();
            public async Task A() { await {|ASYNC1008:Task.Run(() => _db.SaveChanges())|}; }
            public async Task B() { int n = await {|ASYNC1008:Task.Run(() => _db.SaveChanges())|}; Console.WriteLine(n); }
            public async Task C(Db db) { await {|ASYNC1008:Task.Run(() => db.SaveChanges())|}; }
            public async Task D() { await {|ASYNC1008:Task.Run(() => _db.Names.ToList())|}; }
            public async Task E(string p) { await {|ASYNC1008:Task.Run(() => File.ReadAllText(p))|}; }
            public async Task F(Stream s, byte[] b) { await {|ASYNC1008:Task.Run(() => s.Read(b, 0, 1))|}; }
            public async Task G() { {|ASYNC1004:_db.SaveChanges()|}; await Task.Yield(); }
            public async Task H() { {|ASYNC1004:_db.Database.EnsureCreated()|}; await Task.Yield(); }
            public async Task I() { var x = {|ASYNC1004:_db.Names.ToList()|}; await Task.Yield(); }
            public async Task J() { var x = {|ASYNC1004:_db.Names.FirstOrDefault()|}; await Task.Yield(); }
        }
        """, libraries: [Library.EntityFramework]);
}
