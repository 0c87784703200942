namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>A token by the names that lead to it: a variable or a member, and what is read from that (<c>_stop.Token</c>).</summary>
internal sealed class TokenPath
{
    private readonly string[] _names;
    private readonly CodeModel _model;

    private TokenPath(string[] names, ISymbol root, CodeModel model)
    {
        _names = names;
        Root = root;
        _model = model;
    }

    /// <summary>The variable or member that the path begins with.</summary>
    public ISymbol Root { get; }

    /// <summary>What the path ends with.</summary>
    public string LastName => _names[_names.Length - 1];

    /// <summary>As a reader would write it.</summary>
    public string Text => string.Join(".", _names);

    /// <summary>Null where the expression is something else than a path of names, or one that begins with a type.</summary>
    public static TokenPath? Of(ExpressionSyntax expression, CodeModel model)
    {
        var names = new List<string>();
        ExpressionSyntax current = CallSyntax.WithoutSuppression(expression);
        while (current is MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access
            && access.Expression is not ThisExpressionSyntax)
        {
            names.Insert(0, access.Name.Identifier.ValueText);
            current = CallSyntax.WithoutSuppression(access.Expression);
        }

        SimpleNameSyntax? first = current as IdentifierNameSyntax ?? (current as MemberAccessExpressionSyntax)?.Name;
        if (first is null || model.SymbolOf(first) is not { } root
            || root is not (IParameterSymbol or ILocalSymbol or IFieldSymbol or IPropertySymbol))
        {
            return null;
        }

        names.Insert(0, first.Identifier.ValueText);
        return new TokenPath(names.ToArray(), root, model);
    }

    /// <summary>The token of the source that this path leads to.</summary>
    public TokenPath OfSource() => new(_names.Append("Token").ToArray(), Root, _model);

    /// <summary>Where the code reads the token, inner functions included.</summary>
    public IEnumerable<ExpressionSyntax> MentionsIn(SyntaxNode code) => MentionsIn(code, _names.Length - 1);

    /// <summary>The expression is this path.</summary>
    public bool IsAt(ExpressionSyntax expression) => IsAt(CallSyntax.WithoutSuppression(expression), _names.Length - 1);

    /// <summary>The code asks whether the token is cancelled, or throws if it is.</summary>
    public bool IsAskedIn(SyntaxNode code) => Questions(code).Any();

    /// <summary><c>token.IsCancellationRequested</c>, also of its source, and <c>token.ThrowIfCancellationRequested()</c>.</summary>
    public IEnumerable<MemberAccessExpressionSyntax> Questions(SyntaxNode code)
        => MentionsIn(code).Concat(IsOfSource ? MentionsIn(code, _names.Length - 2) : Enumerable.Empty<ExpressionSyntax>())
            .Select(static mention => mention.Parent as MemberAccessExpressionSyntax)
            .Where(static access => access?.Name.Identifier.ValueText is "IsCancellationRequested" or "ThrowIfCancellationRequested")!;

    private bool IsOfSource => _names.Length > 1 && _names[_names.Length - 1] == "Token";

    private IEnumerable<ExpressionSyntax> MentionsIn(SyntaxNode code, int last)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf())
        {
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == _names[last]
                && Writes.ExpressionOf(name) is var mention && IsAt(mention, last))
            {
                yield return mention;
            }
        }
    }

    private bool IsAt(ExpressionSyntax expression, int last) => expression switch
    {
        IdentifierNameSyntax name => last == 0 && name.Identifier.ValueText == _names[0] && IsRoot(name),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access
            => last == 0 && access.Name.Identifier.ValueText == _names[0] && IsRoot(access.Name),
        MemberAccessExpressionSyntax access => last > 0 && access.Name.Identifier.ValueText == _names[last]
            && IsAt(CallSyntax.WithoutSuppression(access.Expression), last - 1),
        _ => false,
    };

    private bool IsRoot(SimpleNameSyntax name)
        => SymbolEqualityComparer.Default.Equals(_model.SymbolOf(name), Root);
}
