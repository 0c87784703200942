using Microsoft.CodeAnalysis.Text;

namespace AsyncAnalyzers.Rules.SharedState;

using static SyntaxFactory;

/// <summary>A call at the very end of a <c>lock</c> statement that can as well come behind it.</summary>
internal sealed class CallMove
{
    private readonly RepairRequest _request;
    private readonly LockStatementSyntax _lock;
    private readonly ExpressionStatementSyntax _statement;
    private readonly InvocationExpressionSyntax _call;
    private readonly CancellationToken _cancellationToken;

    /// <summary>The delegate; null where a method is called.</summary>
    private readonly ExpressionSyntax? _delegate;

    /// <summary>It is in a branch.</summary>
    private readonly bool _isConditional;

    private CallMove(
        RepairRequest request, LockStatementSyntax @lock, ExpressionStatementSyntax statement, InvocationExpressionSyntax call,
        ExpressionSyntax? @delegate, bool isConditional, CancellationToken cancellationToken)
    {
        _request = request;
        _lock = @lock;
        _statement = statement;
        _call = call;
        _delegate = @delegate;
        _isConditional = isConditional;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What is called, as a title names it.</summary>
    public string Name => (_delegate ?? _call.Expression).WithoutTrivia().ToString();

    public bool IsEvent => _delegate is not null
        && _request.Model.GetSymbolInfo(_delegate, _cancellationToken).Symbol is IEventSymbol;

    /// <summary>Null where it is not the last that the lock statement does, or another lock is held around it.</summary>
    public static CallMove? Of(RepairRequest request, CancellationToken cancellationToken)
    {
        if (request.Node is not ExpressionSyntax place || CallOf(place) is not { } call
            || (call.Parent as ConditionalAccessExpressionSyntax ?? (SyntaxNode)call).Parent is not ExpressionStatementSyntax statement
            || LockSets.LockStatementAround(statement) is not { Parent: BlockSyntax } @lock
            || IsInBranch(statement, @lock) is not { } isConditional
            || statement.DescendantTrivia().Any(static trivia => trivia.IsDirective)
            || call.ArgumentList.Arguments.Any(static argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None))
            || !LockSets.At(@lock, request.ModelFor(cancellationToken)).IsEmpty)
        {
            return null;
        }

        bool isDelegate = request.Model.GetSymbolInfo(place, cancellationToken).Symbol is not IMethodSymbol;
        bool isFree = isDelegate || (!isConditional && OnlyRaises(call, request.ModelFor(cancellationToken)));
        return isFree ? new CallMove(request, @lock, statement, call, isDelegate ? place : null, isConditional, cancellationToken) : null;
    }

    /// <summary>The tree with the call behind the lock; null where what is handed to it cannot be copied.</summary>
    public SyntaxNode? Apply(SourceText text)
    {
        var copies = new ValueCopies(_request, _lock, _isConditional, _cancellationToken);
        ExpressionSyntax called = _call.Expression.WithoutTrivia();
        bool mayBeNull = _isConditional || _statement.Expression is ConditionalAccessExpressionSyntax;
        if (_delegate is not null)
        {
            called = copies.OfDelegate(_delegate, IsEvent ? "toRaise" : "toCall", mayBeNull);
        }

        ImmutableArray<IParameterSymbol> parameters
            = CallSyntax.MethodOf(_call, _request.ModelFor(_cancellationToken))?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty;
        SeparatedSyntaxList<ArgumentSyntax> given = _call.ArgumentList.Arguments;
        var arguments = new List<ArgumentSyntax>();
        foreach (ArgumentSyntax argument in given)
        {
            string parameter = arguments.Count < parameters.Length ? parameters[arguments.Count].Name : "value";
            if (copies.Of(argument.Expression, parameter) is not { } value)
            {
                return null;
            }

            arguments.Add(argument.WithExpression(value));
        }

        bool isAlone = _statement.Parent is not BlockSyntax;
        if ((copies.Notes.Count != 1 && isAlone)
            || (copies.Notes.Count == 0 && _lock.Statement is BlockSyntax { Statements.Count: 1 }))
        {
            return null;
        }

        ArgumentListSyntax list = _call.ArgumentList.WithArguments(SeparatedList(arguments, given.GetSeparators())).WithoutTrivia();
        ExpressionSyntax moved = _delegate is null ? _call.WithArgumentList(list).WithoutTrivia()
            : mayBeNull ? ConditionalAccessExpression(called, InvocationExpression(MemberBindingExpression(IdentifierName("Invoke")), list))
            : _call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke" } access
                && access.Expression == _delegate
                ? InvocationExpression(TypeNaming.Member(called, "Invoke"), list)
            : InvocationExpression(called, list);
        return BehindLock.Move(
            _request.Root, text, _lock, _statement, copies.Notes, null, copies.Declarations, new[] { ExpressionStatement(moved) });
    }

    /// <summary>The call of the delegate or method at the place.</summary>
    private static InvocationExpressionSyntax? CallOf(ExpressionSyntax place) => place.Parent switch
    {
        ConditionalAccessExpressionSyntax
        {
            WhenNotNull: InvocationExpressionSyntax
            {
                Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Invoke" },
            } call,
        } access when access.Expression == place => call,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Parent: InvocationExpressionSyntax call } access
            when access.Expression == place && call.Expression == access => call,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Parent: InvocationExpressionSyntax call } access
            when access.Name == place && call.Expression == access => call,
        InvocationExpressionSyntax call when call.Expression == place => call,
        _ => null,
    };

    /// <summary>Whether the statement is in a branch; null where anything may run behind it in the lock.</summary>
    private static bool? IsInBranch(StatementSyntax statement, LockStatementSyntax @lock)
    {
        bool isInBranch = false;
        SyntaxNode child = statement;
        for (SyntaxNode? current = statement.Parent; child != @lock.Statement; child = current, current = current.Parent)
        {
            switch (current)
            {
                case BlockSyntax block when block.Statements.Last() == child:
                    break;
                case IfStatementSyntax or ElseClauseSyntax:
                    isInBranch = true;
                    break;
                default:
                    return null;
            }
        }

        return isInBranch;
    }

    /// <summary>The method does nothing but raise, with what it is given: no state of the object is read, but for the event.</summary>
    private static bool OnlyRaises(InvocationExpressionSyntax call, CodeModel model)
        => CallSyntax.MethodOf(call, model) is { MethodKind: MethodKind.Ordinary } method
            && CalledSource.OfOnly(method, model) is { } called
            && called.Body switch
            {
                BlockSyntax { Statements: { Count: 1 } statements } => (statements[0] as ExpressionStatementSyntax)?.Expression,
                var body => body as ExpressionSyntax,
            } is ConditionalAccessExpressionSyntax
            {
                Expression: { } raised,
                WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax, ArgumentList: var list },
            }
            && called.Model.GetSymbolInfo(raised, model.CancellationToken).Symbol is IEventSymbol
            && list.Arguments.All(argument => ValueCopies.IsFixed(argument.Expression, model.With(called.Model)));
}
