using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.Cancellation;

using static SyntaxFactory;

/// <summary>
/// A new source in front of a statement, whose token a call in that is given, and the place where the source is cancelled.
/// </summary>
internal sealed partial class CancelledSource
{
    private readonly RepairRequest _request;
    private readonly SourceText _text;
    private readonly InvocationExpressionSyntax _call;
    private readonly IParameterSymbol _parameter;
    private readonly StatementSyntax _first;
    private readonly string _name;
    private readonly ExpressionSyntax? _parent;

    private CancelledSource(
        InvocationExpressionSyntax call, IParameterSymbol parameter, StatementSyntax first, string name, ExpressionSyntax? parent,
        RepairRequest request, SourceText text)
    {
        _call = call;
        _parameter = parameter;
        _first = first;
        _name = name;
        _parent = parent;
        _request = request;
        _text = text;
    }

    /// <summary>The block that the source is declared in.</summary>
    public BlockSyntax Block => (BlockSyntax)_first.Parent!;

    /// <summary>For the work: linked to the token that it is given, or that it could be given.</summary>
    public static CancelledSource? For(
        AbandonedWork work, RepairRequest request, SourceText text, CancellationToken cancellationToken)
    {
        ExpressionSyntax? given = IsOf(work.Parameter, work.Method) ? GivenArgument.For(work.Parameter, work.Call) : null;
        ExpressionSyntax? parent = given;
        if (given is null && CancellationTokensInScope.Only(work.Call, request.ModelFor(cancellationToken)) is { } inScope)
        {
            parent = IdentifierName(inScope);
        }

        return For(work.Call, work.Parameter, parent, "cancellation", request, text);
    }

    /// <summary>For a delay: linked to the token that it is given.</summary>
    public static CancelledSource? For(
        InvocationExpressionSyntax delay, RepairRequest request, SourceText text, CancellationToken cancellationToken)
        => CallSyntax.MethodOf(delay, request.ModelFor(cancellationToken)) is { } method
            && (TokenArguments.ParameterOf(method, request.Types)
                ?? TokenArguments.Free(delay, method, request.ModelFor(cancellationToken))) is { } parameter
            ? For(
                delay, parameter, IsOf(parameter, method) ? GivenArgument.For(parameter, delay) : null, "delayCancellation", request,
                text)
            : null;

    /// <summary>It is cancelled at the beginning of a branch of the <c>if</c>.</summary>
    public SyntaxNode CancelFirstIn(StatementSyntax branch, IfStatementSyntax @if)
    {
        SyntaxNode root = _request.Root.TrackNodes(_first, _call, branch);
        StatementSyntax current = root.GetCurrentNode(branch)!;
        if (current is BlockSyntax { Statements: { Count: > 0 } statements })
        {
            root = StatementInsertion.Before(root, statements[0], Cancellation(), _text)!;
        }
        else
        {
            root = root.ReplaceNode(current, current is BlockSyntax empty
                ? StatementInsertion.AtEnd(empty, Cancellation(), _text)
                : InBlock(current, BeginsLine(branch), Indentation.Of(@if, _text)));
        }

        return WithSource(root);
    }

    /// <summary>It is cancelled behind the statement.</summary>
    public SyntaxNode CancelBehind(StatementSyntax statement)
    {
        var block = (BlockSyntax)statement.Parent!;
        SyntaxNode root = _request.Root.TrackNodes(_first, _call, block);
        BlockSyntax current = root.GetCurrentNode(block)!;
        return WithSource(root.ReplaceNode(current, StatementInsertion.After(
            current, block.Statements.IndexOf(statement), Cancellation(), Indentation.Of(statement, _text))));
    }

    private static CancelledSource? For(
        InvocationExpressionSyntax call, IParameterSymbol parameter, ExpressionSyntax? parent, string wanted, RepairRequest request,
        SourceText text)
    {
        if (request.Types.CancellationTokenSource is null
            || call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax } first
            || FunctionSyntax.Enclosing(first) is not { } function
            || FunctionSyntax.Enclosing(call) != function)
        {
            return null;
        }

        HashSet<string> taken = FreeNames.UsedIn(FunctionSyntax.OutermostEnclosing(function));
        return new CancelledSource(
            call, parameter, first, FreeNames.Numbered(wanted, taken.Contains),
            parent is null || TokenArguments.IsNone(parent) ? null : parent.WithoutTrivia(), request, text);
    }

    private static bool IsOf(IParameterSymbol parameter, IMethodSymbol method)
        => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method);

    private SyntaxNode WithSource(SyntaxNode root)
    {
        root = WithToken(root);
        return StatementInsertion.Before(root, root.GetCurrentNode(_first)!, Source(), _text)!;
    }

    private SyntaxNode WithToken(SyntaxNode root)
    {
        ExpressionSyntax token = MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, IdentifierName(_name), IdentifierName("Token"));
        InvocationExpressionSyntax call = root.GetCurrentNode(_call)!;
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        if (GivenArgument.For(_parameter, _call) is { Parent: ArgumentSyntax own } && IsToken(own))
        {
            ArgumentSyntax given = arguments[_call.ArgumentList.Arguments.IndexOf(own)];
            return root.ReplaceNode(given.Expression, ElasticTrivia.RemovedFrom(token).WithTriviaFrom(given.Expression));
        }

        bool isInPlace = _parameter.Ordinal == arguments.Count && arguments.All(argument => argument.NameColon is null);
        ArgumentSyntax added = Argument(
            isInPlace ? null : NameColon(IdentifierName(_parameter.Name), Token(default, SyntaxKind.ColonToken, TriviaList(Space))),
            default, token);
        ArgumentListSyntax list = call.ArgumentList.WithArguments(arguments.Count == 0
            ? SingletonSeparatedList(ElasticTrivia.RemovedFrom(added))
            : SeparatedList(arguments.Append(ElasticTrivia.RemovedFrom(added)), arguments.GetSeparators()
                .Append(Token(default, SyntaxKind.CommaToken, TriviaList(Space)))));
        return root.ReplaceNode(call.ArgumentList, list);
    }

    /// <summary>The argument is for the token, and not for what has that place in another overload.</summary>
    private bool IsToken(ArgumentSyntax argument)
        => _request.Model.GetTypeInfo(argument.Expression).ConvertedType.Is(_request.Types.CancellationToken);

    private StatementSyntax Cancellation() => ParseStatement(_name + ".Cancel();");

    /// <summary><c>using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);</c></summary>
    private StatementSyntax Source()
    {
        INamedTypeSymbol type = _request.Types.CancellationTokenSource!;
        ExpressionSyntax created = _parent is null
            ? ObjectCreationExpression(
                Token(default, SyntaxKind.NewKeyword, TriviaList(Space)), AsyncEdit.TypeName(_request, type), ArgumentList(), null)
            : AsyncEdit.StaticCall(_request, type, "CreateLinkedTokenSource", Argument(_parent));
        return ElasticTrivia.RemovedFrom(Local(IdentifierName("var"), _name, EqualsValueClause(
                Token(default, SyntaxKind.EqualsToken, TriviaList(Space)), created))
            .WithUsingKeyword(Token(default, SyntaxKind.UsingKeyword, TriviaList(Space))));
    }

    private static LocalDeclarationStatementSyntax Local(TypeSyntax type, string name, EqualsValueClauseSyntax? value)
        => LocalDeclarationStatement(VariableDeclaration(
            type.WithTrailingTrivia(Space),
            SingletonSeparatedList(VariableDeclarator(
                value is null ? Identifier(name) : Identifier(name).WithTrailingTrivia(Space), null, value))));

    /// <summary>A statement that was a branch without braces, behind the cancellation.</summary>
    private BlockSyntax InBlock(StatementSyntax statement, bool isOnLine, Indentation layout)
    {
        SyntaxTriviaList newLine = TriviaList(EndOfLine(layout.NewLine));
        SyntaxTriviaList outer = isOnLine ? TriviaList(Whitespace(layout.Line)) : default;
        SyntaxTriviaList inner = isOnLine ? TriviaList(Whitespace(layout.Line + layout.Unit)) : default;
        SyntaxTriviaList end = isOnLine ? newLine : TriviaList(Space);
        return SyntaxFactory.Block(
            Token(outer, SyntaxKind.OpenBraceToken, end),
            List(new[]
            {
                Cancellation().WithLeadingTrivia(isOnLine ? statement.GetLeadingTrivia() : default).WithTrailingTrivia(end),
                statement.WithLeadingTrivia(inner).WithTrailingTrivia(isOnLine ? statement.GetTrailingTrivia() : end),
            }),
            Token(outer, SyntaxKind.CloseBraceToken, isOnLine ? newLine : statement.GetTrailingTrivia()));
    }

    private bool BeginsLine(StatementSyntax statement)
    {
        TextLine line = _text.Lines.GetLineFromPosition(statement.SpanStart);
        return string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(line.Start, statement.SpanStart)));
    }
}
