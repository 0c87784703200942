using System.Collections.Concurrent;

namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// What the code of a function does that its calls have to reckon with when they are cancelled: found in one walk for all of them.
/// </summary>
internal sealed class FunctionOutline
{
    private static readonly ModelCache<FunctionOutline> Found = new();

    private readonly ConcurrentDictionary<SyntaxNode, BlockOutline> _blocks = new();
    private readonly ConcurrentDictionary<(SyntaxNode Code, string Name), bool> _mentions = new();

    private readonly ConcurrentDictionary<string, bool> _gives = new(StringComparer.Ordinal);
    private readonly SyntaxNode _function;

    private FunctionOutline(SyntaxNode function)
    {
        _function = function;
        foreach (SyntaxNode node in FunctionSyntax.OwnNodes(FunctionSyntax.Body(function) ?? function))
        {
            switch (node)
            {
                case IfStatementSyntax @if when @if.Condition.DescendantsAndSelf().Any(IsQuestion):
                    Branches.Add(@if);
                    break;
                case MemberAccessExpressionSyntax access when IsQuestion(access)
                    || access.Name.Identifier.ValueText == "ThrowIfCancellationRequested":
                    Questions.Add(access);
                    break;
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) is { } name:
                    if (name is "Register" or "UnsafeRegister")
                    {
                        Registrations.Add(call);
                    }
                    else if (WorkToFinish.IsPointOfNoReturn(name))
                    {
                        Settlements.Add(call);
                    }
                    else if (WorkToFinish.IsWrite(name) && TaskUse.Of(call).Kind == TaskUseKind.Awaited)
                    {
                        Writes.Add(call);
                    }

                    break;
            }
        }
    }

    /// <summary>What branches on whether a token is cancelled.</summary>
    public List<IfStatementSyntax> Branches { get; } = new();

    /// <summary><c>token.IsCancellationRequested</c>, <c>token.ThrowIfCancellationRequested</c>.</summary>
    public List<MemberAccessExpressionSyntax> Questions { get; } = new();

    /// <summary>The calls that commit or complete something.</summary>
    public List<InvocationExpressionSyntax> Settlements { get; } = new();

    /// <summary>Calls that may register a callback on a token.</summary>
    public List<InvocationExpressionSyntax> Registrations { get; } = new();

    /// <summary>The awaited calls that write.</summary>
    public List<InvocationExpressionSyntax> Writes { get; } = new();

    public static FunctionOutline Of(SyntaxNode function, CodeModel model)
        => Found.GetOrAdd(model, function, static function => new FunctionOutline(function));

    /// <summary>The statements of a block, switch section or file.</summary>
    public BlockOutline BlockOf(SyntaxNode block) => _blocks.GetOrAdd(block, static block => new BlockOutline(block));

    /// <summary>The code, nested functions included, names the variable.</summary>
    public bool Mentions(SyntaxNode code, string variable)
        => _mentions.GetOrAdd((code, variable), static asked => asked.Code.Descendants()
            .Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == asked.Name));

    /// <summary>The function, with those nested in it, gives the token to a call: <c>context.RequestAborted</c>, as written.</summary>
    public bool Gives(string token)
        => _gives.GetOrAdd(token, written => _function.Descendants().Any(node => node is ArgumentSyntax
        {
            Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax
        } given && given.Expression.ToString() == written));

    private static bool IsQuestion(SyntaxNode node)
        => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" };
}
